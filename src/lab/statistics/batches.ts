import { countUpTo } from "../../base/histogram";
import { pow } from "../../base/portable-math";
import { type Estimate, estimate } from "./estimate";
import type { Span } from "./history";
import { studentT95 } from "./student-t";

const FEWEST = 20;
const MOST = 30;

/** Neighbouring windows of a run taken as one observation. */
export type Batch = readonly Span[];

/**
 * 20 to 30 batches of neighbouring windows, as even as the number of windows allows; empty when there are fewer
 * windows than batches. Fewer batches than 30 waste little: t(19) is 2 % above t(29) (B. Schmeiser, Batch Size Effects
 * in the Analysis of Simulation Output, Operations Research 30, 1982).
 */
export function batchesOf(spans: readonly Span[]): Batch[] {
  const n = spans.length;
  if (n < FEWEST) return [];
  let count = FEWEST;
  for (let wanted = FEWEST; wanted <= Math.min(MOST, n); wanted++) {
    if (n % wanted <= n % count) count = wanted;
  }
  return cut(spans, count);
}

/** Half as many batches, each twice as long. */
export function doubled(batches: readonly Batch[]): Batch[] {
  return cut(batches.flat(), batches.length >> 1);
}

function cut(spans: readonly Span[], count: number): Batch[] {
  const edge = (i: number) => Math.floor((i * spans.length) / count);
  return Array.from({ length: count }, (_, i) => spans.slice(edge(i), edge(i + 1)));
}

/**
 * A quotient of two sums over batches (latency over requests, failures over requests, requests over time) with its
 * variance: batches of equal time hold unequal numbers of requests, and the mean of their means would give a crowded
 * batch too little weight (A. Law, Simulation Modeling and Analysis, 9.5.3 on ratio estimators).
 */
export interface Quotient {
  readonly value: number;
  /** Of the value, as if batches were independent. */
  readonly variance: number;
  /** Of the batches' residuals; 0 when they do not vary. */
  readonly skewness: number;
  /** Correlation of neighbouring batches' residuals, -1..1; 0 when they do not vary. */
  readonly lag1: number;
  readonly samples: number;
}

export function quotient(batches: readonly Batch[], top: (span: Span) => number, bottom: (span: Span) => number): Quotient | null {
  const tops = batches.map((batch) => total(batch, top));
  const bottoms = batches.map((batch) => total(batch, bottom));
  const n = batches.length;
  const whole = bottoms.reduce((sum, x) => sum + x, 0);
  if (n < 3 || whole === 0) return null;
  const value = tops.reduce((sum, x) => sum + x, 0) / whole;
  const residuals = tops.map((x, i) => x - value * bottoms[i]);
  const squares = residuals.reduce((sum, d) => sum + d * d, 0);
  const cubes = residuals.reduce((sum, d) => sum + d * d * d, 0);
  const deviation = Math.sqrt(squares / (n - 1));
  const size = whole / n;
  return {
    value,
    variance: squares / (n * (n - 1)) / (size * size),
    skewness: deviation === 0 ? 0 : ((n / ((n - 1) * (n - 2))) * cubes) / (deviation * deviation * deviation),
    lag1: lag1Of(residuals),
    samples: n,
  };
}

/** Correlation of each value with the next, of values whose mean is 0. */
export function lag1Of(residuals: readonly number[]): number {
  const squares = residuals.reduce((sum, d) => sum + d * d, 0);
  const products = residuals.reduce((sum, d, i) => (i === 0 ? sum : sum + d * residuals[i - 1]), 0);
  return squares === 0 ? 0 : products / squares;
}

/** Standard error, widened for what correlation is left between neighbouring batches. */
function standardError({ variance, lag1 }: Quotient): number {
  const r = Math.max(0, lag1);
  return Math.sqrt((variance * (1 + r)) / (1 - r));
}

/**
 * The interval: Student's t, adjusted for the skewness (a busy period lifts one batch far above the rest) and the
 * correlation that batches are left with, as in Skart (A. Tafazzoli and J. Wilson, Skart: A Skewness- and
 * Autoregression-Adjusted Batch-Means Procedure, IIE Transactions 43, 2011).
 */
export function batchEstimate(found: Quotient | null): Estimate | null {
  if (found === null) return null;
  const { value, skewness, samples, lag1 } = found;
  const t = studentT95(samples - 1);
  const b = skewness / (6 * Math.sqrt(samples));
  // Near 0 the adjustment is t itself, and the quotient would lose its digits.
  const adjusted = (z: number) => (Math.abs(b) < 1e-4 ? z : (cubeRoot(1 + 6 * b * (z - b)) - 1) / (2 * b));
  const error = standardError(found);
  return estimate(value, value - adjusted(t) * error, value - adjusted(-t) * error, "batch means", samples, lag1);
}

/** From exact operations, so that a result has the same digits everywhere. */
function cubeRoot(x: number): number {
  return x < 0 ? -pow(-x, 1 / 3) : pow(x, 1 / 3);
}

/** Half the width of the t interval of a share; not adjusted for skewness, which shares of the tail have too much of. */
export function shareMargin(found: Quotient): number {
  return studentT95(found.samples - 1) * standardError(found);
}

/**
 * How many independent requests would tell a share as well as these batches do, at the least, at 95 %: p (1 - p) over
 * the upper bound of its variance. The bound matters: runs without a busy period believe themselves the best informed.
 * Quantile of chi-squared by Wilson and Hilferty, PNAS 17, 1931.
 */
export function independentIn(found: Quotient): number {
  const error = standardError(found);
  const degrees = found.samples - 1;
  const root = 1 - 2 / (9 * degrees) - 1.645 * Math.sqrt(2 / (9 * degrees));
  return (found.value * (1 - found.value) * root * root * root) / (error * error);
}

/** The share of requests in latency buckets up to this one. */
export function shareUpTo(batches: readonly Batch[], bucket: number): Quotient | null {
  return quotient(
    batches,
    ({ latency }) => countUpTo(latency, bucket),
    ({ latency }) => latency.count,
  );
}

function total(batch: Batch, value: (span: Span) => number): number {
  return batch.reduce((sum, span) => sum + value(span), 0);
}
