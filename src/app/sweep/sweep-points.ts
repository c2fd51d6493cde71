import type { SweepResult } from "../../lab/replications-result";
import type { MetricId } from "../../lab/statistics/metrics";
import { endsOf } from "../statistics/interval-words";

/** One value and what is known of one figure there. */
export interface SweepPoint {
  readonly value: number;
  /** Null where too little has run, or it has no steady state. */
  readonly mean: number | null;
  /** Ends of the 95 % interval; the mean where there is none. */
  readonly low: number;
  readonly high: number;
}

/** A figure that never varied has no interval; its mean over the seeds is known all the same. */
export function pointsOf(id: MetricId, points: SweepResult["points"]): readonly SweepPoint[] {
  return points.map(({ value, result }) => {
    const found = result.estimates[id];
    if (found !== null) return { value: Number(value), mean: found.mean, ...endsOf(found) };
    const seen = result.samples.flatMap(({ metrics }) => metrics[id] ?? []);
    const mean = seen.length === 0 ? null : seen.reduce((sum, each) => sum + each, 0) / seen.length;
    return { value: Number(value), mean, low: mean ?? 0, high: mean ?? 0 };
  });
}
