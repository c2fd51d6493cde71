import { type Batch, lag1Of } from "./batches";
import type { Span } from "./history";
import { twoSidedTail } from "./student-t";

/** Chance of calling a steady backlog growing, one-sided. */
const LEVEL = 0.005;
/** Growth over the run, relative to the mean backlog, below which it is drift that no one would call overload. */
const GROWTH = 0.5;
/** Busy share from which a node counts as working at its limit: a stable one idles between requests. */
const FULL = 0.999;

/**
 * True when the backlog grows: a regression on time over batches whose slope is significant and matters. A backlog
 * remembers, so neighbouring residuals are alike; the test counts only as many batches as are worth independent ones,
 * n (1 - r) / (1 + r) with r their lag-1 correlation (Bayley and Hammersley 1946, for an autoregressive residual).
 */
export function grows(batches: readonly Batch[], backlog: (span: Span) => number): boolean {
  const n = batches.length;
  if (n < 3) return false;
  const y = batches.map((batch) => batch.reduce((sum, span) => sum + backlog(span), 0) / batch.length);
  const mean = y.reduce((sum, value) => sum + value, 0) / n;
  const middle = (n - 1) / 2;
  let products = 0;
  let times = 0;
  for (let i = 0; i < n; i++) {
    products += (i - middle) * (y[i] - mean);
    times += (i - middle) * (i - middle);
  }
  const slope = products / times;
  if (slope * n < GROWTH * mean || slope <= 0) return false;
  const residuals = y.map((value, i) => value - mean - slope * (i - middle));
  const squares = residuals.reduce((sum, d) => sum + d * d, 0);
  if (squares === 0) return true;
  const r = Math.max(0, lag1Of(residuals));
  const worth = (n * (1 - r)) / (1 + r);
  const degrees = Math.max(1, Math.floor(worth) - 2);
  const error = Math.sqrt((squares / (n - 2) / times) * (n / Math.max(1, worth)));
  return twoSidedTail(slope / error, degrees) < 2 * LEVEL;
}

/** Index of the first node that was busy all the time; -1 when each had time to spare. */
export function saturatedNode(spans: readonly Span[]): number {
  const nodes = spans[spans.length - 1]?.nodes ?? [];
  // A node seen later than the first window was idle until then.
  const sum = (area: (span: Span) => Float64Array, i: number) => spans.reduce((total, span) => total + (area(span)[i] ?? 0), 0);
  const full = nodes.findIndex((_, i) => {
    const capacity = sum(({ capacityArea }) => capacityArea, i);
    return capacity > 0 && sum(({ busyArea }) => busyArea, i) >= FULL * capacity;
  });
  return nodes[full] ?? -1;
}

/** Index of the node whose queue grew most over these windows; -1 when none did. */
export function growingQueue(spans: readonly Span[]): number {
  const first = spans[0];
  const last = spans[spans.length - 1];
  let node = -1;
  let most = 0;
  last?.nodes.forEach((index, i) => {
    const grown = last.queued[i] - (first.queued[i] ?? 0);
    if (grown <= most) return;
    most = grown;
    node = index;
  });
  return node;
}
