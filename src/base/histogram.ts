import type { Keeper, Memento } from "./memento";

/**
 * A latency histogram [ms] whose bucket is read from the number's own bits: 128 buckets per octave, relative error
 * at most 0.39 %. Histograms of the same shape merge by adding, which percentiles never do.
 */
const view = new Float64Array(1);
const words = new Int32Array(view.buffer);
view[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;

const LOWEST_EXPONENT = -12;
const HIGHEST_EXPONENT = 31;
const OFFSET = (1023 + LOWEST_EXPONENT) << 7;
const BUCKETS = (HIGHEST_EXPONENT - LOWEST_EXPONENT) << 7;

export class Histogram implements Keeper {
  count = 0;
  private counts: Uint32Array | null = null;
  private low = BUCKETS;
  private high = -1;
  /** Sum and greatest value; an array so that recording boxes nothing. */
  private readonly totals = new Float64Array(2);

  /** Records the value in `value[0]` [ms], at least 0. */
  record(value: Float64Array): void {
    const x = value[0];
    view[0] = x;
    let bucket = (words[HIGH] >>> 13) - OFFSET;
    if (bucket < 0) bucket = 0;
    else if (bucket >= BUCKETS) bucket = BUCKETS - 1;
    if (this.counts === null) this.counts = new Uint32Array(BUCKETS);
    this.counts[bucket]++;
    if (bucket < this.low) this.low = bucket;
    if (bucket > this.high) this.high = bucket;
    this.count++;
    this.totals[0] += x;
    if (x > this.totals[1]) this.totals[1] = x;
  }

  /** Adds all of `other`. */
  merge(other: Histogram): void {
    if (other.counts === null || other.count === 0) return;
    if (this.counts === null) this.counts = new Uint32Array(BUCKETS);
    for (let i = other.low; i <= other.high; i++) this.counts[i] += other.counts[i];
    this.low = Math.min(this.low, other.low);
    this.high = Math.max(this.high, other.high);
    this.count += other.count;
    this.totals[0] += other.totals[0];
    this.totals[1] = Math.max(this.totals[1], other.totals[1]);
  }

  /** Empties it; costs as much as the range that was touched. */
  clear(): void {
    if (this.counts !== null && this.high >= this.low) this.counts.fill(0, this.low, this.high + 1);
    this.count = 0;
    this.low = BUCKETS;
    this.high = -1;
    this.totals.fill(0);
  }

  /** Copies the range that was touched, not the room for all. */
  memento(): Memento {
    const { count, low, high } = this;
    const counts = this.counts === null || high < low ? null : this.counts.slice(low, high + 1);
    const [sum, max] = this.totals;
    return {
      restore: () => {
        this.clear();
        if (counts !== null) this.counts?.set(counts, low);
        this.count = count;
        this.low = low;
        this.high = high;
        this.totals[0] = sum;
        this.totals[1] = max;
      },
      bytes: 64 + (counts === null ? 0 : counts.byteLength),
    };
  }

  /** Mean [ms], exact; NaN when empty. */
  mean(): number {
    return this.totals[0] / this.count;
  }

  /** Greatest value [ms], exact; NaN when empty. */
  max(): number {
    return this.count === 0 ? Number.NaN : this.totals[1];
  }

  /** The value [ms] below which the share `ratio` lies: the middle of its bucket; NaN when empty. */
  quantile(ratio: number): number {
    if (this.counts === null || this.count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(ratio * this.count));
    let seen = 0;
    for (let i = this.low; i <= this.high; i++) {
      seen += this.counts[i];
      if (seen >= rank) return Math.min(bucketMiddle(i), this.totals[1]);
    }
    return this.totals[1];
  }
}

function bucketMiddle(bucket: number): number {
  if (bucket === 0) return 0;
  words[1 - HIGH] = 0;
  words[HIGH] = (bucket + OFFSET) << 13;
  const from = view[0];
  words[HIGH] = (bucket + OFFSET + 1) << 13;
  return (from + view[0]) / 2;
}
