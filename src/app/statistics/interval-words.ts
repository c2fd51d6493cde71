import type { Estimate } from "../../lab/statistics/estimate";
import type { MetricId } from "../../lab/statistics/metrics";
import { type FigureScale, figureScale } from "./figure-scale";

/** The ends of an interval as far as the figure can go: no latency, rate or share is below nothing. */
export function endsOf({ low, high }: Estimate): { readonly low: number; readonly high: number } {
  return { low: Math.max(0, low), high };
}

/** Quantiles come from a histogram, which tells no finer than this share of a value (0.39 %). */
const RESOLUTION = 0.004;

export function estimateScale(id: MetricId, { mean, low, high }: Estimate): FigureScale {
  const half = (high - low) / 2;
  return figureScale(id, mean, half === 0 ? 0 : Math.max(half, mean * RESOLUTION));
}

/** "between 241 and 268 ms"; "12 ms every time" where nothing varied from seed to seed, or "throughout" a run. */
export function intervalWords(id: MetricId, found: Estimate): string {
  const { bare, print } = estimateScale(id, found);
  const { low, high } = endsOf(found);
  if (low === high) return `${print(low)} ${found.method === "replications" ? "every time" : "throughout"}`;
  return `between ${bare(low)} and ${print(high)}`;
}

/** The same where there is little room: "241 to 268 ms". */
export function rangeWords(id: MetricId, found: Estimate): string {
  const { bare, print } = estimateScale(id, found);
  const { low, high } = endsOf(found);
  return low === high ? print(low) : `${bare(low)} to ${print(high)}`;
}

/** A half-width relative to its mean: "±4.8 %". */
export function halfWidthWords(ratio: number): string {
  const percent = ratio * 100;
  return `±${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}
