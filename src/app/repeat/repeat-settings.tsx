import { useEffect, useState } from "react";
import { useRun } from "../stores/run-store";
import { FEWEST_SEEDS, GOALS, MOST_SEEDS, seedsText } from "./goal";
import { useRepetition } from "./repetition";

/** What to repeat, how often, and how far it has come. */
export function RepeatSettings() {
  const { goal, running, choose, start, cancel } = useRepetition();
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const title =
    goal.precision === null
      ? `Repeat with ${seedsText(goal.seeds)}`
      : `Repeat ${GOALS.find(({ precision }) => precision === goal.precision)?.title.replace(" (precise)", "")}`;
  return (
    <>
      <fieldset disabled={running} aria-label="How often">
        <label className="repeat-field">
          <span>Run</span>
          <select
            className="repeat-input"
            value={String(goal.precision)}
            onChange={(event) => {
              const chosen = GOALS.find(({ precision }) => String(precision) === event.target.value);
              if (chosen !== undefined) choose({ precision: chosen.precision, seeds: chosen.seeds });
            }}
          >
            {GOALS.map(({ title: words, precision }) => (
              <option key={words} value={String(precision)}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <SeedCount />
      </fieldset>
      {running ? (
        <Progress onCancel={cancel} />
      ) : (
        <button type="button" className="dock-button repeat-start" disabled={stuck} onClick={start}>
          {title}
        </button>
      )}
      {stuck && <p className="repeat-hint">The document cannot run yet; the inspector says why.</p>}
    </>
  );
}

/** Takes hold when it is left, so that "1" on the way to "100" is not refused. */
function SeedCount() {
  const { goal, choose } = useRepetition();
  const [text, setText] = useState(String(goal.seeds));
  useEffect(() => setText(String(goal.seeds)), [goal]);
  const commit = () => {
    const seeds = Math.min(MOST_SEEDS, Math.max(FEWEST_SEEDS, Math.round(Number(text))));
    if (Number.isFinite(seeds) && text.trim() !== "") choose({ ...goal, seeds });
    else setText(String(goal.seeds));
  };
  return (
    <label className="repeat-field">
      <span>{goal.precision === null ? "Seeds" : "At most"}</span>
      <input
        className="repeat-input"
        type="number"
        min={FEWEST_SEEDS}
        max={MOST_SEEDS}
        value={text}
        title={`${FEWEST_SEEDS} to ${MOST_SEEDS}, from the document's own seed on`}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
        }}
      />
    </label>
  );
}

function Progress({ onCancel }: { readonly onCancel: () => void }) {
  const progress = useRepetition((state) => state.progress);
  const percent = Math.floor((progress?.ratio ?? 0) * 100);
  return (
    <div className="repeat-progress">
      <div
        className="repeat-bar"
        role="progressbar"
        aria-label="Repetition"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={progress?.words}
      >
        <div style={{ transform: `scaleX(${progress?.ratio ?? 0})` }} />
      </div>
      <p className="repeat-hint">{progress?.words}</p>
      <button type="button" className="dock-button" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
