import { useEffect, useRef } from "react";
import { problemText } from "../../base/problem";
import type { DrillSeeds, Spread } from "../../lab/drill/over-seeds";
import { timeText, valueText, withoutProbe } from "../../lab/drill/words";
import type { Drill } from "../../topology/drills/schema";
import { useDrillSeeds } from "./drill-seeds";

/** What the drill has come to over many seeds: in how many it holds, and between what its figures lie. */
export function DrillSeedsFound({ drill }: { readonly drill: Drill }) {
  const { drillId, seeds, problem } = useDrillSeeds();
  if (drillId !== drill.id) return null;
  if (problem !== null) {
    return (
      <p className="drill-problems" role="alert">
        {problemText(problem)}
      </p>
    );
  }
  return seeds === null ? null : <Found seeds={seeds} />;
}

function Found({ seeds }: { readonly seeds: DrillSeeds }) {
  const found = useRef<HTMLDivElement>(null);
  // It stands below the single run's outcome, which may fill the panel.
  useEffect(() => {
    void found.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const { verdicts, holds, objectives } = seeds;
  const others = [
    verdicts.deviated > 0 ? `${verdicts.deviated} deviate` : "",
    verdicts.invalid > 0 ? `${verdicts.invalid} are invalid` : "",
  ].filter((word) => word !== "");
  return (
    <div ref={found} className="drill-seeds-found">
      <p role="status">
        <strong>
          Holds in {verdicts.held} of {seeds.seeds} seeds
        </strong>
        {others.length > 0 && `, ${others.join(", ")}`}. In {percent(holds.low)} to {percent(holds.high)} % of all seeds, at 95 %.
      </p>
      <table className="drill-table">
        <caption className="visually-hidden">Objectives over all seeds</caption>
        <thead>
          <tr>
            <th scope="col">Objective</th>
            <th scope="col">When</th>
            <th scope="col">Holds in</th>
            <th scope="col">Between</th>
            <th scope="col">Mean, 95 %</th>
          </tr>
        </thead>
        <tbody>
          {objectives.flatMap((objective) =>
            objective.probes.map(({ span, held, of, value }) => (
              <tr key={`${objective.text}:${span}`} data-tone={held === of ? "held" : "deviated"}>
                <th scope="row">{withoutProbe(objective.text)}</th>
                <td>{span}</td>
                <td className="drill-number">
                  {held} of {of}
                </td>
                <td className="drill-number">{value === null ? "–" : between(value, (one) => valueText(one, objective))}</td>
                <td className="drill-number">
                  {value?.mean == null ? "–" : `${valueText(value.mean.low, objective)} to ${valueText(value.mean.high, objective)}`}
                </td>
              </tr>
            )),
          )}
          <Times name="Time to detect" spread={seeds.timeToDetectMs} of={seeds.seeds} />
          <Times name="Time to recover" spread={seeds.timeToRecoverMs} of={seeds.seeds} />
        </tbody>
      </table>
    </div>
  );
}

function Times({ name, spread, of }: { readonly name: string; readonly spread: Spread | null; readonly of: number }) {
  if (spread === null) return null;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td />
      <td className="drill-number">
        known in {spread.seeds} of {of}
      </td>
      <td className="drill-number">{between(spread, timeText)}</td>
      <td className="drill-number">{spread.mean === null ? "–" : `${timeText(spread.mean.low)} to ${timeText(spread.mean.high)}`}</td>
    </tr>
  );
}

const between = ({ low, high }: Spread, text: (value: number) => string) => (low === high ? text(low) : `${text(low)} to ${text(high)}`);
const percent = (ratio: number) => (100 * ratio).toFixed(1);
