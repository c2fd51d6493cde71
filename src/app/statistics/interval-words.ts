import type { Estimate } from "../../lab/statistics/estimate";
import type { MetricId } from "../../lab/statistics/metrics";
import { type FigureScale, figureScale } from "./figure-scale";

/** The ends of an interval as far as the figure can go: no latency, rate or share is below nothing. */
export function endsOf({ low, high }: Estimate): { readonly low: number; readonly high: number } {
  return { low: Math.max(0, low), high };
}

export function estimateScale(id: MetricId, { mean, low, high }: Estimate): FigureScale {
  return figureScale(id, mean, (high - low) / 2);
}

/** "between 241 and 268 ms"; "12 ms every time" where nothing varied. */
export function intervalWords(id: MetricId, found: Estimate): string {
  const { bare, print } = estimateScale(id, found);
  const { low, high } = endsOf(found);
  if (low === high) return `${print(low)} every time`;
  return `between ${bare(low)} and ${print(high)}`;
}

/** A half-width relative to its mean: "±4.8 %". */
export function halfWidthWords(ratio: number): string {
  const percent = ratio * 100;
  return `±${percent >= 10 ? Math.round(percent) : Number(percent.toPrecision(2))} %`;
}
