import type { MetricId } from "../../lab/statistics/metrics";

/** The figures that have a strip of their own; the table and the exports have them all. */
export const SHOWN_METRICS = [
  "latencyMeanMs",
  "latencyP50Ms",
  "latencyP95Ms",
  "latencyP99Ms",
  "throughputPerSecond",
  "errorRatio",
] as const satisfies readonly MetricId[];
