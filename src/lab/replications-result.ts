import { type Difference, differences } from "./comparison";
import type { Replications, ReplicationsSummary } from "./replications";
import type { MetricId } from "./statistics/metrics";

/** A set of replications as `faultyard run --replications --json` prints it. */
export interface ReplicationsResult extends ReplicationsSummary {
  readonly format: "faultyard-replications";
  readonly version: 1;
  readonly topology: string;
  readonly firstSeed: number;
  readonly durationMs: number;
  readonly atMost: number;
  readonly targetRatio: number | null;
}

/** What `faultyard compare --json` prints. */
export interface ComparisonResult {
  readonly format: "faultyard-comparison";
  readonly version: 1;
  readonly a: ReplicationsResult;
  readonly b: ReplicationsResult;
  /** Of B minus A; null throughout when one of them has no steady state. */
  readonly differences: Readonly<Record<MetricId, Difference | null>>;
}

/** What `faultyard run --sweep --json` prints. */
export interface SweepResult {
  readonly format: "faultyard-sweep";
  readonly version: 1;
  /** Path of the field that was varied. */
  readonly field: string;
  readonly points: readonly { readonly value: unknown; readonly result: ReplicationsResult }[];
}

export function replicationsResult(set: Replications): ReplicationsResult {
  const { topology, targetRatio } = set.plan;
  return {
    format: "faultyard-replications",
    version: 1,
    topology: topology.name,
    firstSeed: topology.run.seed,
    durationMs: topology.run.durationMs,
    atMost: set.atMost,
    targetRatio: targetRatio ?? null,
    ...set.summary(),
  };
}

export function comparisonResult(first: Replications, second: Replications): ComparisonResult {
  const a = replicationsResult(first);
  const b = replicationsResult(second);
  const steady = a.verdict !== "no steady state" && b.verdict !== "no steady state";
  return {
    format: "faultyard-comparison",
    version: 1,
    a,
    b,
    differences: differences(steady ? a.samples : [], steady ? b.samples : []),
  };
}
