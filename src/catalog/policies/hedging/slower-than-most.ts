import { Histogram } from "../../../base/histogram";

/** Calls between two looks at the quantile. */
const LOOK_EVERY = 100;
/** Calls after which the past is forgotten, so that the delay follows a callee that has changed. */
const MEMORY = 10_000;

/** The latency that a given share of calls stays below, from the calls seen lately. */
export class SlowerThanMost {
  private readonly seen = new Histogram();
  private known = Number.NaN;
  private ratio = Number.NaN;

  /** A latency [ms] in `value[0]`. */
  record(value: Float64Array): void {
    this.seen.record(value);
    if (this.seen.count % LOOK_EVERY !== 0) return;
    if (!Number.isNaN(this.ratio)) this.known = this.seen.quantile(this.ratio);
    if (this.seen.count >= MEMORY) this.seen.clear();
  }

  /** [ms]; `firstMs` as long as too few have been seen. */
  delayMs(ratio: number, firstMs: number): number {
    if (ratio !== this.ratio) {
      this.ratio = ratio;
      this.known = this.seen.count >= LOOK_EVERY ? this.seen.quantile(ratio) : Number.NaN;
    }
    return Number.isNaN(this.known) ? firstMs : this.known;
  }
}
