import type { SweepResult } from "../../lab/replications-result";
import type { MetricId } from "../../lab/statistics/metrics";
import { numberText } from "../forms/number-text";
import { figureScale, metricTitle } from "../statistics/figure-scale";
import { pointsOf } from "./sweep-points";

interface SweepPlotProps {
  readonly id: MetricId;
  readonly points: SweepResult["points"];
}

/** Room at both ends [%]. */
const MARGIN = 8;
/** How far apart two values stand at least to be named both [%]. */
const APART = 14;

/** One figure against the values: a mean with its 95 % interval each. The table says the same in numbers. */
export function SweepPlot({ id, points }: SweepPlotProps) {
  const places = pointsOf(id, points);
  const known = places.flatMap(({ mean, low, high }) => (mean === null ? [] : [low, high]));
  const most = Math.max(...known);
  // From nothing on: a curve that is cut off below looks steeper than it is.
  const top = most > 0 ? most * 1.08 : 1;
  const scale = figureScale(id, most, most / 10);
  const x = horizontal(places.map(({ value }) => value));
  const y = (value: number) => 100 - (100 * value) / top;
  const line = places.flatMap(({ mean }, at) => (mean === null ? [] : [`${x[at]},${y(mean)}`])).join(" ");
  return (
    <figure className="sweep-plot">
      <figcaption>{metricTitle(id)}</figcaption>
      <div className="sweep-area" aria-hidden="true">
        {known.length > 0 && <span className="sweep-most">{scale.print(most)}</span>}
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          <title>{metricTitle(id)}</title>
          <polyline points={line} />
          {places.map(({ value, mean, low, high }, at) =>
            mean === null ? null : <line key={value} x1={x[at]} x2={x[at]} y1={y(low)} y2={y(high)} />,
          )}
        </svg>
        {places.map(({ value, mean }, at) =>
          mean === null ? null : <i key={value} className="sweep-mean" style={{ left: `${x[at]}%`, top: `${y(mean)}%` }} />,
        )}
      </div>
      <div className="sweep-values-axis" aria-hidden="true">
        {readable(x).map((at) => (
          <span key={at} style={{ left: `${x[at]}%` }}>
            {numberText(places[at]?.value ?? 0)}
          </span>
        ))}
      </div>
    </figure>
  );
}

/** Where each value stands, in proportion, so that a bend is a bend [%]. */
function horizontal(values: readonly number[]): readonly number[] {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return values.map((value) => (span === 0 ? 50 : MARGIN + ((100 - 2 * MARGIN) * (value - least)) / span));
}

/** The values that have room for their number; always the last. */
function readable(places: readonly number[]): readonly number[] {
  const last = places.length - 1;
  const named: number[] = [];
  for (let at = 0; at < last; at++) {
    const before = named.at(-1);
    const isClear = before === undefined || (places[at] ?? 0) - (places[before] ?? 0) >= APART;
    if (isClear && (places[last] ?? 0) - (places[at] ?? 0) >= APART) named.push(at);
  }
  return [...named, last];
}
