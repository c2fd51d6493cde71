import { METRICS, type MetricId } from "../../lab/statistics/metrics";

/** How the figures of one metric are printed together: one unit, and as many digits as their spread makes worth it. */
export interface FigureScale {
  /** With its unit: "241 ms". */
  print(value: number): string;
  /** Without: "241", where the unit follows once. */
  bare(value: number): string;
  readonly unit: string;
}

/** Seconds are easier to read from here on [ms]. */
const SECONDS_FROM = 10_000;
const MOST_DECIMALS = 6;

/**
 * The scale for values about as large as `size` of which differences as small as `step` matter: it prints two digits
 * of the step, or three of the size where nothing differs.
 */
export function figureScale(id: MetricId, size: number, step: number): FigureScale {
  const { factor, unit } = unitOf(id, Math.abs(size));
  const ofSize = size === 0 ? 0 : 2 - exponent(Math.abs(size) * factor);
  const digits = step > 0 ? 1 - exponent(step * factor) : ofSize;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, digits));
  const bare = (value: number) => (value * factor).toFixed(decimals);
  return { bare, unit, print: (value) => `${bare(value)} ${unit}` };
}

/** "Mean latency", "p99": as a heading. */
export function metricTitle(id: MetricId): string {
  const { label } = METRICS.find((metric) => metric.id === id) ?? { label: id };
  return /^p\d/.test(label) ? label : label.charAt(0).toUpperCase() + label.slice(1);
}

function unitOf(id: MetricId, size: number): { readonly factor: number; readonly unit: string } {
  const unit = METRICS.find((metric) => metric.id === id)?.unit;
  if (unit === "ms") return size >= SECONDS_FROM ? { factor: 0.001, unit: "s" } : { factor: 1, unit: "ms" };
  return unit === "" ? { factor: 100, unit: "%" } : { factor: 1, unit: "/s" };
}

const exponent = (value: number) => (value > 0 ? Math.floor(Math.log10(value)) : 0);
