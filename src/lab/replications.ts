import type { Topology } from "../topology/schema";
import type { DrillReport } from "./drill/report";
import { type Estimate, replicationEstimate } from "./statistics/estimate";
import { type MetricId, type Metrics, neededFor, perMetric, perQuantile, QUANTILES, type QuantileId } from "./statistics/metrics";
import type { Verdict } from "./statistics/verdict";

/** One run of a set, without its warm-up. What `runReplication` returns; plain data that a worker can post. */
export interface Sample {
  readonly seed: number;
  readonly runHash: string;
  /** Cut from the start [ms]. */
  readonly warmUpMs: number;
  readonly verdict: Verdict;
  readonly metrics: Metrics;
  /** Ok requests after the warm-up. */
  readonly requests: number;
  /** How many independent observations each quantile rests on, at most `requests`. */
  readonly independent: Readonly<Record<QuantileId, number>>;
  /** Of a run that played a drill. */
  readonly drill?: DrillReport;
}

/** A document, and which of its drills is played, if any. */
export interface Variant {
  readonly topology: Topology;
  readonly drill?: string | undefined;
}

export interface ReplicationsPlan extends Variant {
  /** Seeds before the target may stop the set; 10 unless told. */
  readonly atLeast?: number;
  readonly atMost: number;
  /** Stop as soon as mean latency and p99 both have at most this relative half-width, 0..1; absent: all `atMost`. */
  readonly targetRatio?: number | undefined;
}

export type Stopped = "target reached" | "all seeds run" | "cancelled";

export interface ReplicationsSummary {
  /** In the order of their seeds; what ran beyond the stop is left out. */
  readonly samples: readonly Sample[];
  /** null where the samples cannot tell (fewer than two have the figure, no error at all), and without a steady state. */
  readonly estimates: Readonly<Record<MetricId, Estimate | null>>;
  /** Quantiles that rest on too few observations, with how many they need and have. */
  readonly tooFew: Partial<Readonly<Record<QuantileId, { readonly needed: number; readonly has: number }>>>;
  /** Of the set: what at least half of its samples say; "steady" otherwise. */
  readonly verdict: Verdict;
  /** The wider relative half-width of mean latency and p99 so far; null before there are two samples. */
  readonly reachedRatio: number | null;
  /** null while the set goes on. */
  readonly stopped: Stopped | null;
}

/** What a target of precision is about. */
const TARGETS = ["latencyMeanMs", "latencyP99Ms"] as const satisfies readonly MetricId[];
const AT_LEAST = 10;
const SEEDS = 4_294_967_296;

/**
 * A set of runs of one document that differ in their seed. It hands out seeds to any number of workers and takes what
 * they find in any order; whether to stop is judged on the seeds in their order, so the outcome is the same on one
 * core or sixteen. Samples beyond the stop are dropped.
 */
export class Replications {
  readonly atLeast: number;
  readonly atMost: number;
  private readonly waiting: number[] = [];
  private readonly taken = new Map<number, Sample>();
  /** Samples in the order of their seeds, without gaps, up to the stop. */
  private readonly counted: Sample[] = [];
  private handedOut = 0;
  private stop: Stopped | null = null;

  constructor(readonly plan: ReplicationsPlan) {
    this.atMost = Math.max(1, plan.atMost);
    this.atLeast = Math.min(this.atMost, Math.max(2, plan.atLeast ?? AT_LEAST));
  }

  /** The next seed to run; null when there is none to hand out. */
  next(): { readonly seed: number } | null {
    if (this.stop !== null) return null;
    const again = this.waiting.shift();
    if (again !== undefined) return { seed: again };
    if (this.handedOut === this.atMost) return null;
    return { seed: this.seedAt(this.handedOut++) };
  }

  /** A job that was handed out will not be done: it goes to the next who asks. */
  giveBack(seed: number): void {
    this.waiting.push(seed);
  }

  /** Takes a finished sample, in any order. */
  take(sample: Sample): void {
    if (this.stop !== null) return;
    this.taken.set(sample.seed, sample);
    for (;;) {
      const next = this.taken.get(this.seedAt(this.counted.length));
      if (next === undefined) return;
      this.taken.delete(next.seed);
      this.counted.push(next);
      this.stop = this.judge();
      if (this.stop !== null) return;
    }
  }

  /**
   * Ends the set. What counts is what came without a gap: runs that ended early are shorter or calmer than those
   * still under way, and counting whoever was fast would lean that way.
   */
  cancel(): void {
    this.stop ??= "cancelled";
  }

  /** Samples that count so far. */
  progress(): number {
    return this.counted.length;
  }

  done(): boolean {
    return this.stop !== null;
  }

  summary(): ReplicationsSummary {
    const verdict = verdictOf(this.counted);
    return {
      samples: [...this.counted],
      estimates: perMetric((id) => (verdict === "no steady state" ? null : estimateOf(this.counted, id))),
      tooFew: tooFewOf(this.counted),
      verdict,
      reachedRatio: this.reachedRatio(),
      stopped: this.stop,
    };
  }

  private judge(): Stopped | null {
    const { targetRatio } = this.plan;
    if (targetRatio !== undefined && this.counted.length >= this.atLeast) {
      const reached = this.reachedRatio();
      if (reached !== null && reached <= targetRatio) return "target reached";
    }
    return this.counted.length === this.atMost ? "all seeds run" : null;
  }

  private reachedRatio(): number | null {
    let widest: number | null = null;
    for (const id of TARGETS) {
      const ratio = estimateOf(this.counted, id)?.halfWidthRatio ?? null;
      if (ratio === null) return null;
      widest = Math.max(widest ?? 0, ratio);
    }
    return widest;
  }

  private seedAt(index: number): number {
    return (this.plan.topology.run.seed + index) % SEEDS;
  }
}

function estimateOf(samples: readonly Sample[], id: MetricId): Estimate | null {
  const values = samples.map(({ metrics }) => metrics[id]).filter((value) => value !== null);
  // What never happened, or always, may still turn out otherwise: how often, the samples cannot tell.
  if (id === "errorRatio" && (values.every((x) => x === 0) || values.every((x) => x === 1))) return null;
  return replicationEstimate(values);
}

function verdictOf(samples: readonly Sample[]): Verdict {
  const said = (verdict: Verdict) => samples.filter((sample) => sample.verdict === verdict).length;
  const common = (["no steady state", "conditions change", "run too short"] as const).find(
    (verdict) => said(verdict) > 0 && said(verdict) * 2 >= samples.length,
  );
  return common ?? "steady";
}

/**
 * Over the set a quantile needs as many independent observations as in one run, and each run needs as many requests:
 * the bias of a quantile from too few does not average out.
 */
function tooFewOf(samples: readonly Sample[]): ReplicationsSummary["tooFew"] {
  const n = Math.max(1, samples.length);
  const lacking = perQuantile((id) => {
    const needed = neededFor(id);
    const independent = samples.reduce((sum, sample) => sum + sample.independent[id], 0);
    const requests = samples.reduce((sum, sample) => sum + sample.requests, 0) / n;
    const has = Math.floor(Math.min(independent, requests));
    return has < needed ? { needed, has } : undefined;
  });
  const ids = Object.keys(QUANTILES) as QuantileId[];
  return Object.fromEntries(ids.flatMap((id) => (lacking[id] === undefined ? [] : [[id, lacking[id]]])));
}
