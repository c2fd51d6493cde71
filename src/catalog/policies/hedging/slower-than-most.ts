import { exp } from "../../../base/portable-math";

/** How far one call moves the delay, on a scale of logarithms. */
const GAIN = 0.02;
const LEAST_MS = 0.001;

/**
 * The latency that a given share of calls stays below, by stochastic approximation (Robbins and Monro): each call that
 * takes longer than the delay lengthens it a little, each that does not shortens it, so much that they balance at the
 * quantile. How slow a call was in the end, which nobody knows of a copy that lost, does not enter.
 */
export class SlowerThanMost {
  private known = Number.NaN;

  /** [ms]; `firstMs` before the first call. */
  delayMs(firstMs: number): number {
    if (Number.isNaN(this.known)) this.known = Math.max(LEAST_MS, firstMs);
    return this.known;
  }

  wasSlower(ratio: number): void {
    this.known *= exp(GAIN * ratio);
  }

  wasSooner(ratio: number): void {
    this.known = Math.max(LEAST_MS, this.known * exp(GAIN * (ratio - 1)));
  }
}
