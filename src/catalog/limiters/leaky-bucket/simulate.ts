import type * as z from "zod";
import { type BindLimiter, type Limiter, type LimiterView, ROUNDING } from "../define";
import type { leakyBucketSchema } from "./definition";

type Config = z.infer<typeof leakyBucketSchema>;

export const bindLeakyBucket: BindLimiter<Config> = (config, view) => new LeakyBucket(config, view);

/** How far each slot is ahead of the rate; who is turned away does not count (ngx_http_limit_req_lookup). */
class LeakyBucket implements Limiter {
  /** Requests ahead of the rate when the last one was let in; the very first one is not ahead. */
  private readonly excess: Float64Array;
  private readonly lastMs: Float64Array;
  private readonly perMs: number;
  private readonly burst: number;
  private readonly delayAfter: number;

  constructor(
    { ratePerSecond, burst, delayAfter }: Config,
    private readonly view: LimiterView,
  ) {
    this.perMs = ratePerSecond / 1000;
    this.burst = burst;
    this.delayAfter = delayAfter;
    this.excess = new Float64Array(view.slots);
    this.lastMs = new Float64Array(view.slots).fill(Number.NEGATIVE_INFINITY);
  }

  admits(slot: number): boolean {
    const now = this.view.clock.value;
    let excess = this.excess[slot] - (now - this.lastMs[slot]) * this.perMs + 1;
    if (excess < 0) excess = 0;
    if (excess > this.burst + ROUNDING) return false;
    this.excess[slot] = excess;
    this.lastMs[slot] = now;
    const delayed = excess - this.delayAfter;
    this.view.waitMs.value = delayed > ROUNDING ? delayed / this.perMs : 0;
    return true;
  }

  forget(slot: number): void {
    this.excess[slot] = 0;
    this.lastMs[slot] = Number.NEGATIVE_INFINITY;
  }
}
