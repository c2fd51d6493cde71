import { useMemo, useState } from "react";
import { numberText } from "../forms/number-text";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { FEWEST_SEEDS, MOST_SEEDS, useSweep } from "./sweep";
import { type SweepField, type SweepGroup, sweepGroups } from "./sweep-fields";
import { readValues, suggestedValues } from "./sweep-values";

/** Which setting to vary, over which values, with how many seeds each; and how far it has come. */
export function SweepSettings() {
  const { running, ratio, start, cancel } = useSweep();
  const topology = useDocument((state) => state.topology);
  const groups = useMemo(() => sweepGroups(topology), [topology]);
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const selected = useSelection((state) => state.ids);
  const [path, setPath] = useState<string | null>(() => useSweep.getState().field?.path ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [seeds, setSeeds] = useState(5);
  const field = fieldAt(groups, path) ?? firstField(groups, selected);
  if (field === undefined) return <p className="repeat-hint">There is nothing to vary yet. Draw something first.</p>;
  const text = typed ?? suggestedValues(field);
  const read = readValues(text, field);
  const runs = "values" in read ? read.values.length * seeds : 0;
  const percent = Math.floor(ratio * 100);
  return (
    <>
      <fieldset disabled={running} aria-label="What to vary">
        <label className="repeat-field">
          <span>Vary</span>
          <select
            className="repeat-input"
            value={field.path}
            onChange={(event) => {
              setPath(event.target.value);
              setTyped(null);
            }}
          >
            {groups.map(({ id, name, fields }) => (
              <optgroup key={id} label={name}>
                {fields.map((each) => (
                  <option key={each.path} value={each.path}>
                    {name}: {each.title}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </label>
        <label className="repeat-field">
          <span>Values</span>
          <input
            className="repeat-input sweep-values"
            value={text}
            aria-invalid={"error" in read}
            aria-describedby="sweep-values-note"
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <p id="sweep-values-note" className="repeat-hint" role={"error" in read ? "alert" : undefined}>
          {"error" in read ? read.error : `Now ${numberText(field.value)}${field.unit === "" ? "" : ` ${field.unit}`}.`}
        </p>
        <label className="repeat-field">
          <span>Seeds</span>
          <input
            className="repeat-input"
            type="number"
            min={FEWEST_SEEDS}
            max={MOST_SEEDS}
            value={seeds}
            title="For each value; every value meets the same seeds"
            onChange={(event) => {
              const next = Math.round(Number(event.target.value));
              if (next >= 1 && next <= MOST_SEEDS) setSeeds(next);
            }}
            onBlur={() => setSeeds(Math.max(FEWEST_SEEDS, seeds))}
          />
        </label>
      </fieldset>
      {running ? (
        <div className="repeat-progress">
          <div className="repeat-bar" role="progressbar" aria-label="Varying" aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
            <div style={{ transform: `scaleX(${ratio})` }} />
          </div>
          <p className="repeat-hint">{percent} % of the runs</p>
          <button type="button" className="dock-button" onClick={cancel}>
            Cancel
          </button>
        </div>
      ) : (
        <button
          type="button"
          className="dock-button repeat-start"
          disabled={stuck || "error" in read}
          onClick={() => "values" in read && start(field, read.values, Math.max(FEWEST_SEEDS, seeds))}
        >
          {runs === 0 ? "Run" : `Run ${runs} times`}
        </button>
      )}
      {stuck && <p className="repeat-hint">The document cannot run yet; the inspector says why.</p>}
    </>
  );
}

const fieldAt = (groups: readonly SweepGroup[], path: string | null): SweepField | undefined =>
  groups.flatMap(({ fields }) => fields).find((field) => field.path === path);

/** Of what is selected, if it has a number to vary; else of the first that has one. */
const firstField = (groups: readonly SweepGroup[], selected: ReadonlySet<string>): SweepField | undefined =>
  (groups.find(({ id }) => selected.has(id)) ?? groups[0])?.fields[0];
