import type * as z from "zod";
import { type BindLimiter, type Limiter, type LimiterView, ROUNDING } from "../define";
import type { slidingWindowSchema } from "./definition";

type Config = z.infer<typeof slidingWindowSchema>;

export const bindSlidingWindow: BindLimiter<Config> = (config, view) => new SlidingWindow(config, view);

class SlidingWindow implements Limiter {
  private readonly present: Float64Array;
  private readonly previous: Float64Array;
  /** The window that `present` is about. */
  private readonly window: Float64Array;

  constructor(
    private readonly config: Config,
    private readonly view: LimiterView,
  ) {
    this.present = new Float64Array(view.slots);
    this.previous = new Float64Array(view.slots);
    this.window = new Float64Array(view.slots);
  }

  admits(slot: number): boolean {
    const { limit, windowMs, countDenied } = this.config;
    const { clock, waitMs } = this.view;
    const window = Math.floor(clock.value / windowMs);
    if (window !== this.window[slot]) {
      this.previous[slot] = window === this.window[slot] + 1 ? this.present[slot] : 0;
      this.present[slot] = 0;
      this.window[slot] = window;
    }
    const overlap = 1 - (clock.value / windowMs - window);
    const isWithin = this.previous[slot] * overlap + this.present[slot] + 1 <= limit + ROUNDING;
    if (isWithin || countDenied) this.present[slot]++;
    waitMs.value = 0;
    return isWithin;
  }

  forget(slot: number): void {
    this.present[slot] = 0;
    this.previous[slot] = 0;
  }
}
