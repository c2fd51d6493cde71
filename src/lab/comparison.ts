import type { Sample } from "./replications";
import { type Estimate, replicationEstimate } from "./statistics/estimate";
import { type MetricId, perMetric } from "./statistics/metrics";

export type DifferenceVerdict = "B is higher" | "B is lower" | "no detectable difference";

/** How far B lies from A in one metric. */
export interface Difference {
  /** Of B minus A, from pairs of runs with the same seed. */
  readonly estimate: Estimate;
  readonly verdict: DifferenceVerdict;
}

/**
 * Compares two designs by common random numbers: runs with the same seed see the same arrivals, so that their paired
 * differences vary less than the runs do (Law, Simulation Modeling and Analysis, 11.2). Paired t; a verdict only where
 * the 95 % interval of the difference excludes 0. null where fewer than two pairs have the figure.
 */
export function differences(a: readonly Sample[], b: readonly Sample[]): Record<MetricId, Difference | null> {
  const others = new Map(b.map((sample) => [sample.seed, sample]));
  return perMetric((id) => {
    const pairs = a.flatMap((sample) => {
      const from = sample.metrics[id];
      const to = others.get(sample.seed)?.metrics[id] ?? null;
      return from === null || to === null ? [] : [to - from];
    });
    // Errors that happened in neither say nothing of how rare they are.
    const silent = id === "errorRatio" && [...a, ...b].every(({ metrics }) => metrics[id] === 0);
    const estimate = silent ? null : replicationEstimate(pairs);
    return estimate === null ? null : { estimate, verdict: verdictOf(estimate) };
  });
}

function verdictOf({ low, high }: Estimate): DifferenceVerdict {
  if (low > 0) return "B is higher";
  return high < 0 ? "B is lower" : "no detectable difference";
}
