import { studentT95 } from "./student-t";

/** A figure with its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Half the interval's width over the size of the mean; null when the mean is 0. */
  readonly halfWidthRatio: number | null;
  readonly method: "batch means" | "replications";
  /** Batches or replications behind it. */
  readonly samples: number;
  /** Correlation of neighbouring batches, -1..1; null for replications, which are independent. */
  readonly lag1: number | null;
}

/** The mean of independent replications and its t interval; null with fewer than two. */
export function replicationEstimate(values: readonly number[]): Estimate | null {
  const n = values.length;
  if (n < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const half = studentT95(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return estimate(mean, mean - half, mean + half, "replications", n, null);
}

/** Puts an estimate together; `halfWidthRatio` follows from the rest. */
export function estimate(
  mean: number,
  low: number,
  high: number,
  method: Estimate["method"],
  samples: number,
  lag1: number | null,
): Estimate {
  const halfWidthRatio = mean === 0 ? null : (high - low) / 2 / Math.abs(mean);
  return { mean, low, high, halfWidthRatio, method, samples, lag1 };
}
