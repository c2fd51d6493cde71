import type * as z from "zod";
import { type BindLimiter, type Limiter, type LimiterView, ROUNDING } from "../define";
import type { tokenBucketSchema } from "./definition";

type Config = z.infer<typeof tokenBucketSchema>;

export const bindTokenBucket: BindLimiter<Config> = (config, view) => new TokenBucket(config, view);

class TokenBucket implements Limiter {
  private readonly tokens: Float64Array;
  /** When the tokens were last counted [ms]. */
  private readonly countedMs: Float64Array;
  private readonly perMs: number;
  private readonly burst: number;

  constructor(
    { ratePerSecond, burst }: Config,
    private readonly view: LimiterView,
  ) {
    this.perMs = ratePerSecond / 1000;
    this.burst = burst;
    this.tokens = new Float64Array(view.slots).fill(burst);
    this.countedMs = new Float64Array(view.slots).fill(view.clock.value);
  }

  admits(slot: number): boolean {
    const now = this.view.clock.value;
    let tokens = this.tokens[slot] + (now - this.countedMs[slot]) * this.perMs;
    if (tokens > this.burst) tokens = this.burst;
    this.countedMs[slot] = now;
    const isThere = tokens >= 1 - ROUNDING;
    this.tokens[slot] = isThere ? tokens - 1 : tokens;
    this.view.waitMs.value = 0;
    return isThere;
  }

  forget(slot: number): void {
    this.tokens[slot] = this.burst;
    this.countedMs[slot] = this.view.clock.value;
  }
}
