import type * as z from "zod";
import type { BindLimiter, Limiter, LimiterView } from "../define";
import type { fixedWindowSchema } from "./definition";

type Config = z.infer<typeof fixedWindowSchema>;

export const bindFixedWindow: BindLimiter<Config> = (config, view) => new FixedWindow(config, view);

class FixedWindow implements Limiter {
  /** Places left in the present window; below 0 those of later windows are taken too. */
  private readonly left: Float64Array;
  /** The window that `left` is about. */
  private readonly window: Float64Array;

  constructor(
    private readonly config: Config,
    private readonly view: LimiterView,
  ) {
    this.left = new Float64Array(view.slots).fill(config.limit);
    this.window = new Float64Array(view.slots);
  }

  admits(slot: number): boolean {
    const { limit, windowMs, maxWaitMs } = this.config;
    const { clock, waitMs } = this.view;
    const window = Math.floor(clock.value / windowMs);
    const left = Math.min(limit, this.left[slot] + limit * (window - this.window[slot]));
    this.window[slot] = window;
    this.left[slot] = left;
    const later = left >= 1 ? 0 : Math.ceil((1 - left) / limit);
    waitMs.value = later === 0 ? 0 : (window + later) * windowMs - clock.value;
    if (waitMs.value > maxWaitMs) return false;
    this.left[slot] = left - 1;
    return true;
  }

  forget(slot: number): void {
    this.left[slot] = this.config.limit;
    this.window[slot] = Math.floor(this.view.clock.value / this.config.windowMs);
  }
}
