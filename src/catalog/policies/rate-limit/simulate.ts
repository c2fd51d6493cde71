import { Cell } from "../../../base/cell";
import { type Gate, HELD } from "../../../engine/gates";
import { OK, RATE_LIMITED } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Limiter } from "../../limiters/define";
import { bindLimiter } from "../../limiters/registry";
import { bindOnce, type Callers } from "../per-caller";
import type { RateLimitConfig } from "./definition";

/** One limiter per calling replica and link. A live edit binds a fresh one. */
export const simulateRateLimit: SimulatePolicy = (sim, links) => {
  const { policed } = sim.flow;
  for (const { index } of links) {
    const known = policed.gates.rows[index].find((gate) => gate instanceof RateLimit);
    if (known instanceof RateLimit) known.bind();
  }
  bindOnce(sim, "rateLimit", links, (callers) => {
    const gate = new RateLimit(sim, callers);
    policed.gates.rows[callers.link.index].push(gate);
    // The overall deadline runs while a call waits for its turn, the limit of an attempt does not.
    policed.standForWhole(callers.link.index);
    return (out) => {
      out[0] = gate.refused;
      out[1] = gate.delayed;
    };
  });
};

class RateLimit implements Gate {
  refused = 0;
  delayed = 0;
  private readonly waitMs = new Cell();
  private limiter: Limiter;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    this.limiter = this.fresh();
  }

  bind(): void {
    this.limiter = this.fresh();
  }

  enter(call: number): number {
    const { clock, due, flow } = this.sim;
    if (!this.limiter.admits(this.callers.of(call))) {
      this.refused++;
      return RATE_LIMITED;
    }
    if (this.waitMs.value <= 0) return OK;
    this.delayed++;
    due.value = clock.value + this.waitMs.value;
    flow.policed.keepUntil(call);
    return HELD;
  }

  left(): void {}

  due(call: number): void {
    this.sim.flow.policed.pass(call);
  }

  private fresh(): Limiter {
    const { limiter } = this.sim.plan.links[this.callers.link.index].policies.rateLimit as RateLimitConfig;
    return bindLimiter(limiter, { clock: this.sim.clock, waitMs: this.waitMs, slots: this.callers.count });
  }
}
