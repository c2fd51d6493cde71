import { useMemo, useState } from "react";
import { problemsOfDrill } from "../../topology/drills/check";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { useDrillSeeds } from "./drill-seeds";

const FEWEST = 2;
const MOST = 500;

/** One run is one roll of the dice: the same drill with many seeds, and in how many of them it holds. */
export function DrillSeedsBar({ drill }: { readonly drill: Drill }) {
  const topology = useDocument((state) => state.topology);
  const stuck = useRun((run) => run.problems.some(({ severity }) => severity === "error"));
  const broken = useMemo(() => problemsOfDrill(topology, drill, "").length > 0, [topology, drill]);
  const { drillId, running, ratio, atMost, seeds, start, cancel } = useDrillSeeds();
  const [count, setCount] = useState(20);
  const isMine = drillId === drill.id;
  const percent = Math.floor(ratio * 100);
  return (
    <div className="drill-seeds">
      <div className="drill-seeds-line">
        <label>
          Seeds
          <input
            className="repeat-input"
            type="number"
            min={FEWEST}
            max={MOST}
            value={count}
            disabled={running}
            onChange={(event) => {
              const next = Math.round(Number(event.target.value));
              if (next >= 1 && next <= MOST) setCount(next);
            }}
            onBlur={() => setCount(Math.max(FEWEST, count))}
          />
        </label>
        {running && isMine ? (
          <>
            <div
              className="repeat-bar"
              role="progressbar"
              aria-label="Repetition of the drill"
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={percent}
            >
              <div style={{ transform: `scaleX(${ratio})` }} />
            </div>
            <span className="drill-number">
              {seeds?.seeds ?? 0} of {atMost}
            </span>
            <button type="button" className="dock-button" onClick={cancel}>
              Cancel
            </button>
          </>
        ) : (
          <button
            type="button"
            className="dock-button"
            disabled={stuck || broken || running}
            onClick={() => start(drill.id, Math.max(FEWEST, count))}
          >
            Run with {count} seeds
          </button>
        )}
      </div>
    </div>
  );
}
