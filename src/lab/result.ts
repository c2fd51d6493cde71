import type { DrillReport } from "./drill/report";
import type { Estimate } from "./statistics/estimate";
import type { MetricId, Metrics, QuantileId } from "./statistics/metrics";
import type { Verdict } from "./statistics/verdict";

/** A latency distribution's summary [ms]; null where nothing was recorded. */
export interface LatencySummary {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

/** What happened at one node over the run. Queue lengths and utilisation are time averages. */
export interface NodeResult {
  readonly kind: string;
  readonly name: string;
  readonly arrivals: number;
  readonly ok: number;
  readonly failed: number;
  readonly failuresByReason: Readonly<Record<string, number>>;
  readonly arrivalsPerSecond: number;
  readonly throughputPerSecond: number;
  /** Busy slots over all slots that were up, 0..1. */
  readonly utilisationRatio: number;
  /** Requests waiting, time average. */
  readonly queueLength: number;
  readonly queueLengthMax: number;
  /** Requests at the node (waiting or in work), time average: Little's L. */
  readonly inSystem: number;
  /** From arrival at the node until its reply leaves [ms]. */
  readonly latencyMs: LatencySummary;
  /** From arrival at the node until work begins [ms]. */
  readonly waitMs: { readonly count: number; readonly mean: number | null };
  /** The kind's own figures, by their declared id. */
  readonly gauges: Readonly<Record<string, number>>;
  /** The kind's own totals over the run, by id; null where there was nothing to measure. */
  readonly figures: Readonly<Record<string, number | null>>;
}

/** What the callers on one link saw. */
export interface LinkResult {
  readonly from: string;
  readonly to: string;
  readonly calls: number;
  readonly ok: number;
  readonly failed: number;
  readonly failuresByReason: Readonly<Record<string, number>>;
  readonly retries: number;
  /** Answers that came after the caller had given up: wasted work. */
  readonly lateReplies: number;
  /** Calls that the callee stopped because the caller took them back: what had been done for them is wasted too. */
  readonly cancelled: number;
  readonly callsPerSecond: number;
  /** null where the protocol does without. */
  readonly connections: {
    /** Open, and calls waiting for one, at the end. */
    readonly open: number;
    readonly waiting: number;
    readonly opened: number;
    readonly openedPerSecond: number;
    /** Of calls that had to wait for one: from the call's start until it was sent [ms]. */
    readonly waitMs: { readonly count: number; readonly mean: number | null };
  } | null;
  /** From a call's start until its answer reaches the caller, retries included [ms]. */
  readonly latencyMs: LatencySummary;
  /** What the link's policies counted over the run, by policy and figure; null where there was nothing to measure. */
  readonly policies: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
}

/** What may be said of the run's figures, and how far they can be trusted. */
export interface RunStatistics {
  readonly verdict: Verdict;
  /** The verdict and its reason, as a sentence or two. */
  readonly words: string;
  /** Left out of all that follows: everything before `endMs`. */
  readonly warmUp: { readonly endMs: number; readonly by: "MSER-5" | "hand" | "none" };
  /** Batches of neighbouring windows behind the intervals; null when there are too few windows. */
  readonly batches: {
    readonly count: number;
    /** Of one batch, on average [ms]. */
    readonly lengthMs: number;
    /** Neighbouring batches are alike: the intervals are narrower than they should be. */
    readonly correlated: boolean;
  } | null;
  /** Ok requests after the warm-up. */
  readonly requests: number;
  /** What was measured after the warm-up. */
  readonly observed: Metrics;
  /** With 95 % intervals; null where none applies. */
  readonly estimates: Readonly<Record<MetricId, Estimate | null>>;
  /** Independent observations that each quantile needs and has; with fewer than it needs it is not to be trusted. */
  readonly quantiles: Readonly<Record<QuantileId, { readonly needed: number; readonly has: number }>>;
}

/** The outcome of one run; the JSON that `faultyard run --json` prints. */
export interface RunResult {
  readonly format: "faultyard-result";
  readonly version: 1;
  readonly topology: string;
  readonly runHash: string;
  readonly seed: number;
  readonly durationMs: number;
  readonly events: number;
  readonly requests: {
    readonly issued: number;
    readonly ok: number;
    readonly failed: number;
    readonly inFlight: number;
    /** Ok within the deadline. */
    readonly good: number;
    readonly failuresByReason: Readonly<Record<string, number>>;
  };
  readonly latencyMs: LatencySummary;
  readonly statistics: RunStatistics;
  readonly nodes: Readonly<Record<string, NodeResult>>;
  readonly links: Readonly<Record<string, LinkResult>>;
  /** Of a run that plays a drill. */
  readonly drill?: DrillReport;
}
