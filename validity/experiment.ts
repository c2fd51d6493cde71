import type { Histogram } from "../src/base/histogram";
import type { Topology } from "../src/topology/schema";
import { visitBuckets } from "./buckets";
import type { Reading, WaitHops } from "./reading";

/** One topology, run many times, and the figures that are read from each run. */
export interface Experiment {
  readonly id: string;
  readonly topology: (seed: number) => Topology;
  /** Cut off before anything is measured [ms]. */
  readonly warmUpMs: number;
  /** Measured after the warm-up [ms]. */
  readonly spanMs: number;
  readonly waits?: WaitHops;
  readonly figures: readonly Figure[];
  /** Part of `npm test`. */
  readonly fast?: true;
}

/** What one run says of one case. */
export type Figure = FigureWords & (MeanFigure | QuantileFigure | CountFigure);

interface FigureWords {
  /** Id in cases.json. */
  readonly caseId: string;
  /** Tells rows of one case apart: another holding time, say. */
  readonly variant?: string;
  /** How the expected value is meant; exact where absent. */
  readonly claim?: Claim;
  /** What is compared, where it is not what the case names. */
  readonly note?: string;
  /** The case's value in the unit that is read; as it is where absent. */
  readonly expected?: (value: number) => number;
}

/** A figure whose average over runs is compared: a mean, a share, a rate. */
export interface MeanFigure {
  readonly type: "mean";
  readonly read: (reading: Reading) => number;
  /** Relative 95 % half-width to reach; 1 % where absent. */
  readonly precision?: number;
}

/** A quantile of all runs together. */
export interface QuantileFigure {
  readonly type: "quantile";
  readonly ratio: number;
  readonly of: (reading: Reading) => Histogram;
  /** Taken from every value: a constant that every request spends on top [ms]. */
  readonly minus?: number;
}

/** Nothing random: one run gives the figure. */
export interface CountFigure {
  readonly type: "count";
  readonly read: (reading: Reading) => number;
  /** How far the figure may lie from the expected value for reasons of rounding alone. */
  readonly rounding: number;
}

export type Claim =
  | { readonly type: "exact" }
  /** A simulation's value with its own 95 % half-width over `replications`. */
  | { readonly type: "measured"; readonly halfWidth: number; readonly replications: number }
  /** Differs from the truth by at most `within` (relative), says its source. */
  | { readonly type: "approximation"; readonly within: number }
  /** The truth is not above it. */
  | { readonly type: "upper bound" }
  /** The truth lies above the limit, by at most `within` (relative). */
  | { readonly type: "limit"; readonly within: number };

/** Relative 95 % half-width that a mean reaches, after issue 3. */
export const MEAN_PRECISION = 0.01;
/** The same for quantiles. */
export const QUANTILE_PRECISION = 0.03;
/** The same for variances, which need the fourth moment to settle; the cases allow 5 to 10 %. */
export const VARIANCE_PRECISION = 0.05;

/** Second moment about a known mean, less what else varies: an unbiased variance [ms^2]. */
export function varianceAbout(histogram: Histogram, meanMs: number, lessMs2: number): number {
  let sum = 0;
  let count = 0;
  visitBuckets(histogram, (fromMs, toMs, n) => {
    const middle = (fromMs + toMs) / 2;
    sum += n * ((middle - meanMs) ** 2 + (toMs - fromMs) ** 2 / 12);
    count += n;
  });
  return sum / count - lessMs2;
}
