import type { ReplicationsSummary, Sample } from "../../lab/replications";
import type { MetricId } from "../../lab/statistics/metrics";
import { metricTitle } from "../statistics/figure-scale";
import { estimateScale, rangeWords } from "../statistics/interval-words";
import { SHOWN_METRICS } from "./shown-metrics";
import { stripView } from "./strip-view";

interface SeedTableProps {
  readonly summary: ReplicationsSummary;
  readonly onTake: (sample: Sample) => void;
}

/** The same figures as a table: what is known of all seeds first, then each seed. */
export function SeedTable({ summary, onTake }: SeedTableProps) {
  const scales = new Map(SHOWN_METRICS.map((id) => [id, stripView(id, summary).scale]));
  const cell = (id: MetricId, value: number | null) =>
    value === null ? "–" : scales.get(id as (typeof SHOWN_METRICS)[number])?.print(value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="chart-table repeat-table" aria-label="Figures by seed, table" tabIndex={0}>
      <table>
        <caption className="visually-hidden">Figures over all seeds, then by seed</caption>
        <thead>
          <tr>
            <th scope="col">Seed</th>
            {SHOWN_METRICS.map((id) => (
              <th scope="col" key={id}>
                {metricTitle(id)}
              </th>
            ))}
            <th scope="col">Run hash</th>
            <th scope="col">Replay</th>
          </tr>
        </thead>
        <tbody>
          <tr className="repeat-table-all">
            <th scope="row">mean</th>
            {SHOWN_METRICS.map((id) => {
              const found = summary.estimates[id];
              return <td key={id}>{found === null ? "–" : estimateScale(id, found).print(found.mean)}</td>;
            })}
            <td colSpan={2} />
          </tr>
          <tr className="repeat-table-all">
            <th scope="row">95 % interval</th>
            {SHOWN_METRICS.map((id) => (
              <td key={id}>{intervalCell(id, summary)}</td>
            ))}
            <td colSpan={2} />
          </tr>
          {summary.samples.map((sample) => (
            <tr key={sample.seed}>
              <th scope="row">{sample.seed}</th>
              {SHOWN_METRICS.map((id) => (
                <td key={id}>{cell(id, sample.metrics[id])}</td>
              ))}
              <td>{sample.runHash}</td>
              <td>
                <button type="button" className="chart-toggle" onClick={() => onTake(sample)}>
                  Take seed {sample.seed}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function intervalCell(id: MetricId, { estimates, tooFew }: ReplicationsSummary): string {
  const found = estimates[id];
  if (found === null) return "none";
  if (id in tooFew) return "too few answers";
  return rangeWords(id, found);
}
