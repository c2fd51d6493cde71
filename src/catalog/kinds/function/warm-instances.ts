import type { Cell } from "../../../base/cell";
/** Idle instances of one function: the one used last goes first, the one idle longest expires first. */
export class WarmInstances {
  count = 0;
  /** Since when each is idle [ms], oldest first, in a ring. */
  private sinceMs = new Float64Array(16);
  private head = 0;

  add(clock: Cell): void {
    if (this.count === this.sinceMs.length) this.grow();
    this.sinceMs[(this.head + this.count++) % this.sinceMs.length] = clock.value;
  }

  /** Takes the one used last; only while there is one. */
  take(): void {
    this.count--;
  }

  /** Since when the one idle longest is idle [ms]; Infinity where there is none. */
  oldestMs(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.sinceMs[this.head];
  }

  /** Drops the one idle longest. */
  expire(): void {
    this.head = (this.head + 1) % this.sinceMs.length;
    this.count--;
  }

  clear(): void {
    this.count = 0;
  }

  private grow(): void {
    const { sinceMs, head } = this;
    const wide = new Float64Array(2 * sinceMs.length);
    wide.set(sinceMs.subarray(head));
    wide.set(sinceMs.subarray(0, head), sinceMs.length - head);
    this.sinceMs = wide;
    this.head = 0;
  }
}
