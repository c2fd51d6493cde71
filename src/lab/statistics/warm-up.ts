import { lag1Of } from "./batches";
import type { Span } from "./history";
import { twoSidedTail } from "./student-t";

/** Requests that a point of the series averages at least: the five of MSER-5. */
const AT_LEAST = 5;
/** A minimum of the statistic over fewer points than this is chance. */
const FEWEST_KEPT = 5;
/** Chance of cutting, or refusing, a run that was steady from its start. */
const LEVEL = 0.01;
/** A series that wanders so slowly that it is worth fewer independent points than this is too short to judge. */
const FEWEST_WORTH = 20;

/**
 * MSER: where to cut a series so that the mean of the rest has the least estimated error, as the index of the first
 * point kept (K. P. White, An Effective Truncation Heuristic for Bias Reduction in Simulation Output, Simulation 69,
 * 1997).
 */
export function mserCut(series: readonly number[]): number {
  const n = series.length;
  let sum = 0;
  let squares = 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  // About the last point, so that sums of squares lose no digits to a large mean.
  const origin = series[n - 1] ?? 0;
  for (let cut = n - 1; cut >= 0; cut--) {
    const kept = n - cut;
    const x = series[cut] - origin;
    sum += x;
    squares += x * x;
    if (kept < FEWEST_KEPT) continue;
    const error = Math.max(0, squares - (sum * sum) / kept) / (kept * kept);
    if (error <= least) {
      least = error;
      best = cut;
    }
  }
  return best;
}

/**
 * The time at which the warm-up of a run ends, by MSER-5 on the mean latency of its windows [ms]; null when it takes
 * more than half of the run, or the run is too short to tell. Windows with few requests are joined until each point
 * stands for five.
 *
 * Latencies at high load wander, and MSER alone would cut a busy quarter of an hour off one steady run in three (M/M/1
 * at 90 %): it is heeded only where the part before the cut differs from the rest by more than chance.
 */
export function warmUpEnd(spans: readonly Span[]): number | null {
  const { starts, means } = points(spans);
  const cut = mserCut(means);
  const { worth, differs } = compare(means, cut);
  if (worth < FEWEST_WORTH) return null;
  if (!differs) return 0;
  return cut * 2 > means.length ? null : starts[cut];
}

function points(spans: readonly Span[]): { readonly starts: number[]; readonly means: number[] } {
  const starts: number[] = [];
  const means: number[] = [];
  let count = 0;
  let sum = 0;
  let startMs = 0;
  for (const { startMs: from, latency } of spans) {
    if (count === 0) startMs = from;
    count += latency.count;
    sum += latency.sum;
    if (count < AT_LEAST) continue;
    starts.push(startMs);
    means.push(sum / count);
    count = 0;
    sum = 0;
  }
  return { starts, means };
}

/**
 * Whether the points before a cut have another mean than those after it: a t-test, at a level divided by the number of
 * places where the cut might have been (Bonferroni), with as many points as the correlated ones are worth. Spread and
 * correlation are those of the longer side, since a start that fades has both in plenty.
 */
function compare(series: readonly number[], cut: number): { readonly worth: number; readonly differs: boolean } {
  const n = series.length;
  const before = series.slice(0, cut);
  const after = series.slice(cut);
  const longer = before.length > after.length ? before : after;
  const mean = average(longer);
  const residuals = longer.map((x) => x - mean);
  const squares = residuals.reduce((sum, d) => sum + d * d, 0);
  const r = Math.max(0, lag1Of(residuals));
  const share = (1 - r) / (1 + r);
  const worth = n * share;
  if (cut === 0) return { worth, differs: false };
  const variance = squares / (longer.length - 1);
  const spread = Math.sqrt(variance * (1 / Math.max(1, cut * share) + 1 / Math.max(1, (n - cut) * share)));
  const degrees = Math.max(1, Math.floor(longer.length * share) - 1);
  const gap = Math.abs(average(before) - average(after));
  return { worth, differs: gap > 0 && (spread === 0 || twoSidedTail(gap / spread, degrees) * n < LEVEL) };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
