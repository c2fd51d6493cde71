import type { Cell } from "../../../base/cell";
export const FAILED = 1;
export const SLOW = 2;

/** What a breaker judges by: how many of the latest calls failed or were slow. */
export interface CallWindow {
  readonly count: number;
  readonly failed: number;
  readonly slow: number;
  add(verdict: number): void;
  clear(): void;
}

/** The last `size` calls. */
export class LastCalls implements CallWindow {
  count = 0;
  failed = 0;
  slow = 0;
  private readonly verdicts: Uint8Array;
  private next = 0;

  constructor(size: number) {
    this.verdicts = new Uint8Array(size);
  }

  add(verdict: number): void {
    const { verdicts } = this;
    if (this.count === verdicts.length) {
      const old = verdicts[this.next];
      if ((old & FAILED) !== 0) this.failed--;
      if ((old & SLOW) !== 0) this.slow--;
    } else {
      this.count++;
    }
    verdicts[this.next] = verdict;
    this.next = this.next + 1 === verdicts.length ? 0 : this.next + 1;
    if ((verdict & FAILED) !== 0) this.failed++;
    if ((verdict & SLOW) !== 0) this.slow++;
  }

  clear(): void {
    this.count = 0;
    this.failed = 0;
    this.slow = 0;
    this.next = 0;
  }
}

/** The last `seconds` whole seconds of the clock, the present one included: resilience4j's partial aggregations. */
export class LastSeconds implements CallWindow {
  count = 0;
  failed = 0;
  slow = 0;
  /** Count, failed and slow of each second, in a ring. */
  private readonly buckets: Int32Array;
  private second = 0;

  constructor(
    private readonly seconds: number,
    private readonly clock: Cell,
  ) {
    this.buckets = new Int32Array(3 * seconds);
  }

  add(verdict: number): void {
    const now = Math.floor(this.clock.value / 1000);
    if (now - this.second >= this.seconds) this.clear();
    while (this.second < now) this.drop(++this.second % this.seconds);
    const at = 3 * (now % this.seconds);
    this.buckets[at]++;
    this.count++;
    if ((verdict & FAILED) !== 0) {
      this.buckets[at + 1]++;
      this.failed++;
    }
    if ((verdict & SLOW) !== 0) {
      this.buckets[at + 2]++;
      this.slow++;
    }
  }

  clear(): void {
    this.buckets.fill(0);
    this.count = 0;
    this.failed = 0;
    this.slow = 0;
    this.second = Math.floor(this.clock.value / 1000);
  }

  private drop(bucket: number): void {
    const at = 3 * bucket;
    this.count -= this.buckets[at];
    this.failed -= this.buckets[at + 1];
    this.slow -= this.buckets[at + 2];
    this.buckets.fill(0, at, at + 3);
  }
}
