import { type Gate, HELD } from "../../../engine/gates";
import { OK, RATE_LIMITED } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { bindOnce, type Callers } from "../per-caller";
import type { RateLimitConfig } from "./definition";

/** Periods that a rounded quotient may fall short of a whole one. */
const ROUNDING = 1e-9;

/** One limiter per calling replica and link, after resilience4j's AtomicRateLimiter. */
export const simulateRateLimit: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "rateLimit", links, (callers) => {
    const { policed } = sim.flow;
    const limiter = new RateLimiter(sim, callers);
    policed.gates.rows[callers.link.index].push(limiter);
    // The overall deadline runs while a call waits for its permit, the limit of an attempt does not.
    policed.standForWhole(callers.link.index);
    return (out) => {
      out[0] = limiter.refused;
      out[1] = limiter.delayed;
    };
  });

class RateLimiter implements Gate {
  refused = 0;
  delayed = 0;
  /** The period of the last look, and the permits left in it; below 0 when later ones are reserved. */
  private readonly period: Float64Array;
  private readonly permits: Float64Array;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    this.period = new Float64Array(callers.count);
    this.permits = new Float64Array(callers.count).fill(this.config().limit);
  }

  enter(call: number): number {
    const { clock, due, flow } = this.sim;
    const { limit, periodMs, maxWaitMs } = this.config();
    const caller = this.callers.of(call);
    const period = Math.floor(clock[0] / periodMs + ROUNDING);
    const since = period - this.period[caller];
    if (since !== 0) this.permits[caller] = Math.min(limit, this.permits[caller] + Math.max(0, since) * limit);
    this.period[caller] = period;
    const permits = this.permits[caller];
    if (permits >= 1) {
      this.permits[caller]--;
      return OK;
    }
    const later = Math.ceil((1 - permits) / limit);
    const waitMs = (period + later) * periodMs - clock[0];
    if (waitMs <= maxWaitMs) {
      this.permits[caller]--;
      this.delayed++;
      due[0] = clock[0] + waitMs;
      flow.policed.keepUntil(call);
      return HELD;
    }
    if (maxWaitMs === 0) {
      this.refused++;
      return RATE_LIMITED;
    }
    due[0] = clock[0] + maxWaitMs;
    // In vain: what tells it from a call with a permit when its time is up.
    this.sim.calls.setStep(call, 1);
    flow.policed.keepUntil(call);
    return HELD;
  }

  left(): void {}

  due(call: number): void {
    const { calls, flow } = this.sim;
    if (calls.step(call) === 0) {
      flow.policed.pass(call);
      return;
    }
    calls.setStep(call, 0);
    this.refused++;
    flow.policed.gates.refuse(call, RATE_LIMITED);
  }

  private config(): RateLimitConfig {
    return this.sim.plan.links[this.callers.link.index].policies.rateLimit as RateLimitConfig;
  }
}
