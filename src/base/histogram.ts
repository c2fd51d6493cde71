import type { Cell } from "./cell";
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

/** What one histogram held at one time: only its touched buckets, never changed. */
export interface HistogramPart {
  readonly firstBucket: number;
  readonly counts: Uint16Array | Uint32Array;
  readonly count: number;
  /** Sum and greatest of the values [ms]. */
  readonly sum: number;
  readonly max: number;
}

/** How many values of a part lie in buckets up to and including this one. */
export function countUpTo({ firstBucket, counts }: HistogramPart, bucket: number): number {
  let sum = 0;
  const end = Math.min(counts.length, bucket - firstBucket + 1);
  for (let i = 0; i < end; i++) sum += counts[i];
  return sum;
}

export class Histogram implements Keeper {
  count = 0;
  private counts: Uint32Array | null = null;
  private low = BUCKETS;
  private high = -1;
  /** Sum and greatest value; an array so that recording boxes nothing. */
  private readonly totals = new Float64Array(2);

  /** Records the value in `value.value` [ms], at least 0. */
  record(value: Cell): void {
    const x = value.value;
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

  /** A compact copy of what it holds now. */
  part(): HistogramPart {
    const { count, counts } = this;
    const [sum, max] = this.totals;
    if (counts === null || count === 0) return { firstBucket: 0, counts: new Uint32Array(0), count: 0, sum: 0, max: 0 };
    const touched = counts.subarray(this.low, this.high + 1);
    // A run keeps one part for each of its windows.
    const fits = touched.every((n) => n <= 0xffff);
    return { firstBucket: this.low, counts: fits ? Uint16Array.from(touched) : touched.slice(), count, sum, max };
  }

  /** Adds a part of this or another histogram. */
  add({ firstBucket, counts, count, sum, max }: HistogramPart): void {
    if (count === 0) return;
    if (this.counts === null) this.counts = new Uint32Array(BUCKETS);
    for (let i = 0; i < counts.length; i++) this.counts[firstBucket + i] += counts[i];
    this.low = Math.min(this.low, firstBucket);
    this.high = Math.max(this.high, firstBucket + counts.length - 1);
    this.count += count;
    this.totals[0] += sum;
    this.totals[1] = Math.max(this.totals[1], max);
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
    if (this.count === 0) return Number.NaN;
    return Math.min(bucketMiddle(this.bucketAt(ratio)), this.totals[1]);
  }

  /** The bucket of the value below which the share `ratio` lies; -1 when empty. */
  bucketAt(ratio: number): number {
    if (this.counts === null || this.count === 0) return -1;
    const rank = Math.max(1, Math.ceil(ratio * this.count));
    let seen = 0;
    for (let i = this.low; i <= this.high; i++) {
      seen += this.counts[i];
      if (seen >= rank) return i;
    }
    return this.high;
  }
}

/** The least value of a bucket [ms]; that of the next one is where it ends. */
export function bucketStart(bucket: number): number {
  if (bucket === 0) return 0;
  words[1 - HIGH] = 0;
  words[HIGH] = (bucket + OFFSET) << 13;
  return view[0];
}

function bucketMiddle(bucket: number): number {
  return bucket === 0 ? 0 : (bucketStart(bucket) + bucketStart(bucket + 1)) / 2;
}
