import type { Stream } from "../../../base/stream";
import type { Gate } from "../../../engine/gates";
import { CANCELLED, ERROR, OK, REJECTED } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { bindOnce, type Callers } from "../per-caller";
import { SlidingSum } from "../sliding-sum";
import type { AdaptiveThrottlingConfig } from "./definition";

const STEPS = 60;

/** Client-side throttling of the SRE book, one history per calling replica and link. */
export const simulateAdaptiveThrottling: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "adaptiveThrottling", links, (callers) => {
    const throttle = new Throttle(sim, callers);
    sim.flow.policed.gates.rows[callers.link.index].push(throttle);
    return (out) => {
      out[0] = throttle.throttled;
    };
  });

class Throttle implements Gate {
  throttled = 0;
  private readonly requests: SlidingSum[];
  private readonly accepts: SlidingSum[];
  private readonly stream: Stream;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    const { windowMs } = this.config();
    const perCaller = () => Array.from({ length: callers.count }, () => new SlidingSum(windowMs, STEPS, sim.clock));
    this.requests = perCaller();
    this.accepts = perCaller();
    this.stream = sim.stream(`link:${callers.link.id}:throttle`);
  }

  enter(call: number): number {
    const caller = this.callers.of(call);
    const requests = this.requests[caller].now();
    const spare = requests - this.config().multiplier * this.accepts[caller].now();
    this.requests[caller].add(1);
    if (spare <= 0 || this.stream.uniform() >= spare / (requests + 1)) return OK;
    this.throttled++;
    return REJECTED;
  }

  left(call: number, outcome: number): void {
    const { calls } = this.sim;
    // An error that stands for somebody's refusal further on is none of the callee's own making.
    const isOwnError = outcome === ERROR && calls.cause(call) === ERROR;
    if (outcome === OK || outcome === CANCELLED || isOwnError) this.accepts[this.callers.of(call)].add(1);
  }

  private config(): AdaptiveThrottlingConfig {
    return this.sim.plan.links[this.callers.link.index].policies.adaptiveThrottling as AdaptiveThrottlingConfig;
  }
}
