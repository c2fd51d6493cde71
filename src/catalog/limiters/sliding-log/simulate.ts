import type * as z from "zod";
import { type BindLimiter, type Limiter, type LimiterView, ROUNDING } from "../define";
import type { slidingLogSchema } from "./definition";

type Config = z.infer<typeof slidingLogSchema>;

export const bindSlidingLog: BindLimiter<Config> = (config, view) => new SlidingLog(config, view);

class SlidingLog implements Limiter {
  /** When the last `limit` requests of each slot were let through [ms], in a ring. */
  private readonly times: Float64Array;
  /** Where in its ring each slot's oldest lies. */
  private readonly oldest: Int32Array;
  private readonly limit: number;
  private readonly windowMs: number;

  constructor(
    { limit, windowMs }: Config,
    private readonly view: LimiterView,
  ) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.times = new Float64Array(view.slots * limit).fill(Number.NEGATIVE_INFINITY);
    this.oldest = new Int32Array(view.slots);
  }

  admits(slot: number): boolean {
    const { clock, waitMs } = this.view;
    const oldest = this.oldest[slot];
    const at = slot * this.limit + oldest;
    waitMs.value = 0;
    if (clock.value - this.times[at] < this.windowMs - ROUNDING) return false;
    this.times[at] = clock.value;
    this.oldest[slot] = oldest + 1 === this.limit ? 0 : oldest + 1;
    return true;
  }

  forget(slot: number): void {
    this.times.fill(Number.NEGATIVE_INFINITY, slot * this.limit, (slot + 1) * this.limit);
    this.oldest[slot] = 0;
  }
}
