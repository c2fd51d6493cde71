import type { Estimate } from "../../lab/statistics/estimate";
import { endsOf } from "../statistics/interval-words";
import { place, type StripRange } from "./strip-geometry";
import type { StripView } from "./strip-view";

interface SeedWhiskerProps {
  readonly estimate: Estimate | null;
  readonly view: StripView;
}

/** The mean and its 95 % interval under the dots, and the values along the strip; the words above say the same. */
export function SeedWhisker({ estimate, view: { range, ticks } }: SeedWhiskerProps) {
  return (
    <div className="repeat-scale" aria-hidden="true">
      {estimate !== null && <Whisker estimate={estimate} range={range} />}
      {ticks.map(({ at, text }) => (
        <span key={at} className="repeat-tick" style={{ left: `${at}%` }}>
          {text}
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
