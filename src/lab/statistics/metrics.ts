/** What is estimated of a run as a whole. Latencies are of ok requests, as their clients saw them. */
export const METRICS = [
  { id: "latencyMeanMs", label: "mean latency", unit: "ms" },
  { id: "latencyP50Ms", label: "p50", unit: "ms" },
  { id: "latencyP90Ms", label: "p90", unit: "ms" },
  { id: "latencyP95Ms", label: "p95", unit: "ms" },
  { id: "latencyP99Ms", label: "p99", unit: "ms" },
  { id: "latencyP999Ms", label: "p99.9", unit: "ms" },
  /** Ok requests per simulated second. */
  { id: "throughputPerSecond", label: "throughput", unit: "/s" },
  /** Ok within the deadline per simulated second. */
  { id: "goodputPerSecond", label: "goodput", unit: "/s" },
  /** Failed over ended requests, 0..1. */
  { id: "errorRatio", label: "errors", unit: "" },
] as const;

export type MetricId = (typeof METRICS)[number]["id"];

/** Which share of the requests lies below each quantile. */
export const QUANTILES = {
  latencyP50Ms: 0.5,
  latencyP90Ms: 0.9,
  latencyP95Ms: 0.95,
  latencyP99Ms: 0.99,
  latencyP999Ms: 0.999,
} as const satisfies Partial<Record<MetricId, number>>;
export type QuantileId = keyof typeof QUANTILES;

/** null where nothing was recorded. */
export type Metrics = Readonly<Record<MetricId, number | null>>;

/** Independent observations that a quantile needs before it is worth showing: ten beyond it. */
export function neededFor(quantile: QuantileId): number {
  return Math.round(10 / (1 - QUANTILES[quantile]));
}

/** A record with one entry per metric. */
export function perMetric<T>(value: (id: MetricId) => T): Record<MetricId, T> {
  return Object.fromEntries(METRICS.map(({ id }) => [id, value(id)])) as Record<MetricId, T>;
}

/** A record with one entry per quantile. */
export function perQuantile<T>(value: (id: QuantileId) => T): Record<QuantileId, T> {
  return Object.fromEntries((Object.keys(QUANTILES) as QuantileId[]).map((id) => [id, value(id)])) as Record<QuantileId, T>;
}
