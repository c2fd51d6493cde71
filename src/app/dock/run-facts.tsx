import { useEffect, useState } from "react";
import { problemText } from "../../base/problem";
import { tell } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { useRunLength } from "../stores/run-length";
import { useRun } from "../stores/run-store";
import { clockText, tenthsText } from "./clock-text";
import { newRandomSeed, setSeed } from "./transport-actions";
import { TransportIcon } from "./transport-icon";

const LARGEST_SEED = 4_294_967_295;

/** The simulation's clock, never the wall's. */
export function Clock() {
  const nowMs = useRun((run) => run.nowMs);
  const runMs = useRunLength();
  return (
    <span className="dock-clock" role="timer" aria-label="Simulated time">
      <strong>{tenthsText(nowMs)}</strong> / {clockText(runMs)}
    </span>
  );
}

/** The seed as it stands in the document; another one means other draws of the same design. */
export function SeedField() {
  const seed = useDocument((state) => state.topology.run.seed);
  const [text, setText] = useState(String(seed));
  useEffect(() => setText(String(seed)), [seed]);
  const commit = () => {
    const next = Number(text);
    if (/^\d+$/.test(text.trim()) && next <= LARGEST_SEED) {
      if (next !== seed) setSeed(next);
    } else {
      tell("A seed is a whole number from 0 to 4294967295. The old one was kept.");
      setText(String(seed));
    }
  };
  return (
    <span className="dock-seed">
      <label>
        seed
        <input
          value={text}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          size={Math.max(3, text.length)}
          title="Same file and seed, same run. A change restarts the run."
          onChange={(event) => setText(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === "Enter") commit();
            if (event.key === "Escape") setText(String(seed));
          }}
        />
      </label>
      <button type="button" className="dock-icon" aria-label="New random seed" title="New random seed" onClick={newRandomSeed}>
        <TransportIcon name="dice" />
      </button>
    </span>
  );
}

/** What a reviewer compares to confirm a reproduction; only a run as it stands in the file has one. */
export function RunHash() {
  const hash = useRun((run) => run.runHash);
  const edited = useRun((run) => run.edited);
  if (edited) {
    return (
      <span className="dock-note" title="Settings were changed while it ran. Restart to run the document as it stands.">
        edited while running
      </span>
    );
  }
  if (hash === null) return null;
  const copy = () =>
    (navigator.clipboard?.writeText(hash) ?? Promise.reject()).then(
      () => tell("Run hash copied."),
      () => tell(`The browser did not allow copying. The run hash is ${hash}.`),
    );
  return (
    <button
      type="button"
      className="dock-button dock-hash"
      title={`Run hash ${hash}: the same file and seed give the same hash. Copy it.`}
      onClick={copy}
    >
      <span className="dock-muted">hash</span> {hash.slice(0, 8)}
    </button>
  );
}

/** Why there is nothing to see, in one line; the inspector lists it all. */
export function RunProblems() {
  const problems = useRun((run) => run.problems);
  const [first, ...others] = problems;
  if (first === undefined) return null;
  return (
    <p className="dock-problems" role="status">
      {problemText(first)}
      {others.length > 0 && ` And ${others.length} more.`}
    </p>
  );
}
