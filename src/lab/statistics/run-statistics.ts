import { bucketStart, Histogram } from "../../base/histogram";
import type { RunStatistics } from "../result";
import { type Batch, batchEstimate, batchesOf, doubled, independentIn, quotient, shareMargin, shareUpTo } from "./batches";
import { type Estimate, estimate } from "./estimate";
import type { Span } from "./history";
import { type Circumstances, judge } from "./judge";
import { type MetricId, type Metrics, neededFor, perMetric, perQuantile, QUANTILES, type QuantileId } from "./metrics";
import { warmUpEnd } from "./warm-up";

/** Correlation of neighbouring batches above which they are too short. */
const CORRELATED = 0.2;

/** The statistics of a run from its closed windows. */
export function runStatistics(spans: readonly Span[], about: Circumstances): RunStatistics {
  const runMs = spans[spans.length - 1]?.endMs ?? 0;
  const { warmUp, found } = warmUpOf(spans, about, runMs);
  const kept = spans.filter(({ startMs }) => startMs >= warmUp.endMs);
  const { batches, correlated } = settle(batchesOf(kept));
  const mean = batchEstimate(meanLatency(batches));
  const evidence = { spans: kept, batches, correlated, mean, warmUpFound: found, warmUpMs: warmUp.endMs, runMs };
  const { verdict, words } = judge(evidence, about);
  const pooled = new Histogram();
  for (const { latency } of kept) pooled.add(latency);
  const observed = measure(kept, pooled);
  return {
    verdict,
    words,
    warmUp,
    batches: batches.length === 0 ? null : { count: batches.length, lengthMs: lengthOf(kept) / batches.length, correlated },
    requests: pooled.count,
    observed,
    estimates: perMetric((id) => (verdict === "steady" ? estimateOf(id, batches, pooled, observed) : null)),
    quantiles: perQuantile((id) => ({
      needed: neededFor(id),
      // Where conditions change batches differ because they should; it says nothing of how independent requests are.
      has: verdict === "conditions change" ? pooled.count : independentFor(id, batches, pooled),
    })),
  };
}

function warmUpOf(
  spans: readonly Span[],
  about: Circumstances,
  runMs: number,
): { readonly warmUp: RunStatistics["warmUp"]; readonly found: boolean } {
  if (about.warmUpMs !== undefined) return { warmUp: { endMs: about.warmUpMs, by: "hand" }, found: true };
  if (about.changes.length > 0) return { warmUp: { endMs: 0, by: "none" }, found: true };
  const endMs = warmUpEnd(spans);
  return { warmUp: { endMs: endMs ?? runMs / 2, by: "MSER-5" }, found: endMs !== null };
}

/** Doubles the batches once when neighbours are alike; says whether they still are. */
function settle(batches: Batch[]): { readonly batches: Batch[]; readonly correlated: boolean } {
  const alike = (candidates: readonly Batch[]) => (meanLatency(candidates)?.lag1 ?? 0) > CORRELATED;
  if (!alike(batches)) return { batches, correlated: false };
  const longer = doubled(batches);
  return { batches: longer, correlated: alike(longer) };
}

const ended = ({ ok, failed }: Span) => ok + failed;
const seconds = ({ startMs, endMs }: Span) => (endMs - startMs) / 1000;

function meanLatency(batches: readonly Batch[]) {
  return quotient(
    batches,
    ({ latency }) => latency.sum,
    ({ latency }) => latency.count,
  );
}

function measure(kept: readonly Span[], pooled: Histogram): Metrics {
  const sum = (value: (span: Span) => number) => kept.reduce((total, span) => total + value(span), 0);
  const over = (top: number, bottom: number) => (bottom > 0 ? top / bottom : null);
  const at = (id: QuantileId) => (pooled.count === 0 ? null : pooled.quantile(QUANTILES[id]));
  return {
    ...perQuantile(at),
    latencyMeanMs: pooled.count === 0 ? null : pooled.mean(),
    throughputPerSecond: over(
      sum(({ ok }) => ok),
      sum(seconds),
    ),
    goodputPerSecond: over(
      sum(({ good }) => good),
      sum(seconds),
    ),
    errorRatio: over(
      sum(({ failed }) => failed),
      sum(ended),
    ),
  };
}

function estimateOf(id: MetricId, batches: readonly Batch[], pooled: Histogram, observed: Metrics): Estimate | null {
  switch (id) {
    case "latencyMeanMs":
      return batchEstimate(meanLatency(batches));
    case "throughputPerSecond":
      return batchEstimate(quotient(batches, ({ ok }) => ok, seconds));
    case "goodputPerSecond":
      return batchEstimate(quotient(batches, ({ good }) => good, seconds));
    case "errorRatio":
      // What never happened, or always, may still turn out otherwise: how often, the batches cannot tell.
      if (observed.errorRatio === 0 || observed.errorRatio === 1) return null;
      return batchEstimate(quotient(batches, ({ failed }) => failed, ended));
    default:
      return quantileEstimate(id, batches, pooled, observed[id]);
  }
}

/**
 * The interval of a quantile: that of the share of requests below it, read back through the distribution (R. Woodruff,
 * Confidence Intervals for Medians and Other Position Measures, JASA 47, 1952), out to the edges of its buckets.
 */
function quantileEstimate(id: QuantileId, batches: readonly Batch[], pooled: Histogram, value: number | null): Estimate | null {
  const ratio = QUANTILES[id];
  const share = shareUpTo(batches, pooled.bucketAt(ratio));
  if (share === null || value === null) return null;
  const half = shareMargin(share);
  // Beyond the greatest value nothing is known, so an interval that reaches it has no upper end.
  if (ratio + half >= 1) return null;
  const low = bucketStart(pooled.bucketAt(Math.max(0, ratio - half)));
  const high = bucketStart(pooled.bucketAt(ratio + half) + 1);
  return estimate(value, low, high, "batch means", share.samples, share.lag1);
}

/** Without batches there is no telling, and the requests themselves are the most it can be. */
function independentFor(id: QuantileId, batches: readonly Batch[], pooled: Histogram): number {
  const share = shareUpTo(batches, pooled.bucketAt(QUANTILES[id]));
  if (share === null || share.variance === 0) return pooled.count;
  return Math.min(pooled.count, Math.floor(independentIn(share)));
}

function lengthOf(kept: readonly Span[]): number {
  return kept.length === 0 ? 0 : kept[kept.length - 1].endMs - kept[0].startMs;
}
