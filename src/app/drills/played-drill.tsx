import { lanesOf } from "../dock/timeline-geometry";
import { useRun } from "../stores/run-store";
import { useDrillsView } from "./drills-view";
import "./played-drill.css";

/** Says in the dock that a drill is played in place of the plain run, and leads to it, and out of it. */
export function PlayedDrillChip() {
  const drill = useRun((run) => run.drill);
  const { leaveDrill } = useRun((run) => run.controls);
  if (drill === null) return null;
  const title = drill.topology.drills.find(({ id }) => id === drill.id)?.title ?? "Drill";
  const open = () => {
    useDrillsView.getState().show(true);
    useDrillsView.getState().choose(drill.id);
  };
  return (
    <span className="played-drill">
      <button type="button" className="played-drill-name" title={drill.report?.words} onClick={open}>
        <span>Drill</span> {title}
      </button>
      <button
        type="button"
        className="played-drill-leave"
        aria-label="Back to the plain run"
        title="Back to the plain run"
        onClick={leaveDrill}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 2l8 8M10 2l-8 8" />
        </svg>
      </button>
    </span>
  );
}

/** What the method does, on the run's own timeline; it is changed in the drill alone. */
export function PlayedDrillSteps({ runMs }: { readonly runMs: number }) {
  const steps = useRun((run) => run.drill?.report?.steps);
  if (steps === undefined) return null;
  const times = steps.map(({ startMs, endMs }) => ({ startMs, durationMs: endMs === null ? undefined : endMs - startMs }));
  const { lanes, count } = lanesOf(times, runMs);
  const percent = (ms: number) => `${(100 * ms) / runMs}%`;
  return (
    <>
      {steps.map(({ id, label, startMs, endMs }, i) => (
        <div
          key={id}
          className="played-step"
          title={label}
          style={{
            left: percent(startMs),
            width: percent((endMs ?? runMs) - startMs),
            top: `${(100 * (lanes[i] ?? 0)) / count}%`,
            height: `${100 / count}%`,
          }}
        >
          <span>{label}</span>
        </div>
      ))}
    </>
  );
}
