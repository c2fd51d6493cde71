import type { SweepResult } from "../../lab/replications-result";
import { numberText } from "../forms/number-text";
import { SHOWN_METRICS } from "../repeat/shown-metrics";
import { figureScale, metricTitle } from "../statistics/figure-scale";
import { rangeWords } from "../statistics/interval-words";
import { pointsOf } from "./sweep-points";

interface SweepTableProps {
  readonly title: string;
  readonly points: SweepResult["points"];
  readonly onTake: (value: number) => void;
}

/** The figures by value, each with its interval; any value can be put into the document. */
export function SweepTable({ title, points, onTake }: SweepTableProps) {
  const columns = SHOWN_METRICS.map((id) => ({ id, places: pointsOf(id, points) }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="chart-table repeat-table" aria-label={`Figures by ${title}, table`} tabIndex={0}>
      <table>
        <caption className="visually-hidden">Figures by {title}: mean and 95 % interval</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">Take it</th>
            {SHOWN_METRICS.map((id) => (
              <th scope="col" key={id}>
                {metricTitle(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ result }, at) => {
            const value = Number(points[at].value);
            return (
              <tr key={value}>
                <th scope="row">{numberText(value)}</th>
                <td>
                  <button type="button" className="chart-toggle" onClick={() => onTake(value)}>
                    Set {numberText(value)}
                  </button>
                </td>
                {columns.map(({ id, places }) => {
                  const { mean } = places[at];
                  const found = result.estimates[id];
                  if (mean === null) return <td key={id}>–</td>;
                  if (found === null) return <td key={id}>{figureScale(id, mean, 0).print(mean)}</td>;
                  return (
                    <td key={id}>
                      {figureScale(id, found.mean, (found.high - found.low) / 2).print(found.mean)}{" "}
                      <small>{id in result.tooFew ? "too few answers" : rangeWords(id, found)}</small>
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
