export interface Summary {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Mean and quantiles of latencies [ms], by linear interpolation between neighbours, as the recordings' own figures. */
export function summaryOf(latenciesMs: readonly number[]): Summary {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  return { meanMs: mean(sorted), p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of sorted values. */
export function quantile(sorted: readonly number[], ratio: number): number {
  const at = ratio * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
