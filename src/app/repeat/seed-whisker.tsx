import type { Estimate } from "../../lab/statistics/estimate";
import type { MetricId } from "../../lab/statistics/metrics";
import { figureScale } from "../statistics/figure-scale";
import { endsOf } from "../statistics/interval-words";
import { place, type StripRange, tickStep } from "./strip-geometry";
import type { StripView } from "./strip-view";

interface SeedWhiskerProps {
  readonly id: MetricId;
  readonly estimate: Estimate | null;
  readonly view: StripView;
}

/** The mean and its 95 % interval under the dots, and the values along the strip; the words above say the same. */
export function SeedWhisker({ id, estimate, view: { range, scale, ticks } }: SeedWhiskerProps) {
  const alike = ticks.length === 1 && place(range, ticks[0] ?? 0) === 50;
  const { print } = alike ? scale : figureScale(id, range.to, tickStep(range) * 10);
  return (
    <div className="repeat-scale" aria-hidden="true">
      {estimate !== null && <Whisker estimate={estimate} range={range} />}
      {ticks.map((tick) => (
        <span key={tick} className="repeat-tick" style={{ left: `${place(range, tick)}%` }}>
          {print(tick)}
        </span>
      ))}
    </div>
  );
}

function Whisker({ estimate, range }: { readonly estimate: Estimate; readonly range: StripRange }) {
  const { low, high } = endsOf(estimate);
  const left = place(range, low);
  return (
    <>
      <i className="repeat-whisker" style={{ left: `${left}%`, width: `${place(range, high) - left}%` }} />
      <i className="repeat-mean" style={{ left: `${place(range, estimate.mean)}%` }} />
    </>
  );
}
