import type { Cell } from "../base/cell";
import { Histogram } from "../base/histogram";

/** Counts and latencies of requests by operation since the last `clear`; only where somebody asks for them. */
export class OperationMeter {
  readonly ok: Float64Array;
  readonly good: Float64Array;
  readonly failed: Float64Array;
  /** Of ok requests, from the intended send time [ms]. */
  readonly latency: Histogram[];

  constructor(operations: number) {
    this.ok = new Float64Array(operations);
    this.good = new Float64Array(operations);
    this.failed = new Float64Array(operations);
    this.latency = Array.from({ length: operations }, () => new Histogram());
  }

  /** A request was answered after `stayedMs.value`. */
  answered(operation: number, stayedMs: Cell, isGood: boolean): void {
    this.ok[operation]++;
    if (isGood) this.good[operation]++;
    this.latency[operation].record(stayedMs);
  }

  clear(): void {
    this.ok.fill(0);
    this.good.fill(0);
    this.failed.fill(0);
    for (const one of this.latency) one.clear();
  }
}
