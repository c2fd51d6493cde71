import type { ReactNode } from "react";
import { SPEEDS, useRun } from "../stores/run-store";
import { restartRun, runToEnd, stepOnce, togglePlay } from "./transport-actions";
import { TransportIcon } from "./transport-icon";

/** Play, step, restart, run to the end, and how fast. */
export function Transport() {
  const state = useRun((run) => run.state);
  const rushing = useRun((run) => run.rushing);
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const running = state === "running";
  const over = state === "finished";
  return (
    <fieldset className="transport" aria-label="Transport">
      <IconButton label={running ? "Pause" : over ? "Run again" : "Play"} keys="Space" strong disabled={stuck} onClick={togglePlay}>
        <TransportIcon name={running ? "pause" : "play"} />
      </IconButton>
      <IconButton label="Step to the next answer" disabled={stuck || over || running} onClick={stepOnce}>
        <TransportIcon name="step" />
      </IconButton>
      <IconButton label="Restart from the beginning" onClick={restartRun}>
        <TransportIcon name="restart" />
      </IconButton>
      {rushing ? (
        <button type="button" className="dock-button" onClick={togglePlay}>
          <TransportIcon name="stop" /> Cancel
        </button>
      ) : (
        <IconButton label="Run to the end" disabled={stuck || over} onClick={runToEnd}>
          <TransportIcon name="end" />
        </IconButton>
      )}
    </fieldset>
  );
}

/** Simulated seconds per second. */
export function SpeedChoice() {
  const speed = useRun((run) => run.speed);
  return (
    <select
      className="dock-select dock-speed"
      aria-label="Speed"
      title="Simulated seconds per second"
      value={String(speed)}
      onChange={(event) => useRun.getState().controls.setSpeed(Number(event.target.value))}
    >
      {SPEEDS.map((each) => (
        <option key={each} value={String(each)}>
          {speedText(each)}
        </option>
      ))}
    </select>
  );
}

export const speedText = (speed: number) => (Number.isFinite(speed) ? `${speed}\u00d7` : "As fast as possible");

interface IconButtonProps {
  readonly label: string;
  readonly keys?: string;
  readonly strong?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function IconButton({ label, keys, strong = false, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      className={strong ? "dock-icon dock-icon-strong" : "dock-icon"}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={keys === undefined ? label : `${label} (${keys})`}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
