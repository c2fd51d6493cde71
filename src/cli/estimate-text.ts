import type { Estimate } from "../lab/statistics/estimate";
import { METRICS, type MetricId, QUANTILES, type QuantileId } from "../lab/statistics/metrics";
import { decimal, ms, percent } from "./table";

export type Lacking = { readonly needed: number; readonly has: number } | undefined;

/** One figure as a person reads it, in the unit of its metric. */
export function metricText(id: MetricId, value: number | null): string {
  const { unit } = METRICS.find((metric) => metric.id === id) as (typeof METRICS)[number];
  if (value === null) return "-";
  if (unit === "") return percent(value);
  return unit === "ms" ? signed(value, ms) : signed(value, decimal);
}

/** As many digits for -3 as for 3. */
function signed(value: number, text: (size: number) => string): string {
  return value < 0 ? `-${text(-value)}` : text(value);
}

/** `11.9 to 12.4`, and a dash where there is none. */
export function intervalText(id: MetricId, estimate: Estimate | null): string {
  return estimate === null ? "-" : `${metricText(id, estimate.low)} to ${metricText(id, estimate.high)}`;
}

export function ratioText(estimate: Estimate | null): string {
  const ratio = estimate?.halfWidthRatio ?? null;
  return ratio === null ? "-" : `±${percent(ratio)}`;
}

/** What stands in place of a quantile that rests on too little. */
export function lackingText({ needed, has }: NonNullable<Lacking>): string {
  return `—  (needs ${needed}, has ${has})`;
}

export function isQuantile(id: MetricId): id is QuantileId {
  return Object.hasOwn(QUANTILES, id);
}

/** Name and unit of a metric, as the head of its row. */
export function metricTitle({ label, unit }: (typeof METRICS)[number]): string {
  return unit === "" ? label : `${label} [${unit}]`;
}
