import { BREAKER_OPEN, CANCELLED, OK } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { type CallWindow, FAILED, LastCalls, LastSeconds, SLOW } from "./call-window";
import type { CircuitBreakerConfig } from "./definition";

const CLOSED = 0;
const HALF_OPEN = 1;
const OPEN = 2;

/** One breaker per calling replica and link, after resilience4j's CircuitBreaker. */
export const simulateCircuitBreaker: SimulatePolicy = (sim, links) => {
  for (const link of links) {
    // After a live edit: the breakers keep their state and read the new settings from the plan.
    if (sim.flow.policed.breakerState[link.index] !== undefined) continue;
    const caller = sim.plan.nodes[link.from];
    const breakers = sim.keep(Array.from({ length: caller.replicas }, () => new Breaker(sim, link.index)));
    const of = (call: number) => {
      const replica = sim.flow.callerReplica(call);
      return breakers[replica < 0 ? 0 : replica - caller.replicaBase];
    };
    sim.flow.policed.admitters[link.index].push((call) => of(call).admit());
    sim.flow.policed.observers[link.index].push((call, outcome) => of(call).observe(call, outcome));
    sim.flow.policed.breakerState[link.index] = () => {
      let worst = CLOSED;
      for (const breaker of breakers) if (breaker.state > worst) worst = breaker.state;
      return worst;
    };
  }
};

class Breaker {
  state = CLOSED;
  private readonly window: CallWindow;
  /** Results of the trial calls while half-open. */
  private readonly trials = { sent: 0, count: 0, failed: 0, slow: 0 };
  private openedMs = 0;

  constructor(
    private readonly sim: Sim,
    private readonly link: number,
  ) {
    const { window, windowSize } = this.config();
    this.window = window === "calls" ? new LastCalls(windowSize) : new LastSeconds(windowSize, sim.clock);
  }

  admit(): number {
    const { openMs, trialCalls } = this.config();
    if (this.state === OPEN) {
      if (this.sim.clock[0] - this.openedMs < openMs) return BREAKER_OPEN;
      this.become(HALF_OPEN);
    }
    if (this.state === CLOSED) return OK;
    if (this.trials.sent >= trialCalls) return BREAKER_OPEN;
    this.trials.sent++;
    return OK;
  }

  observe(call: number, outcome: number): void {
    const { slowCallMs, minimumCalls, trialCalls } = this.config();
    // Answers to calls let out before it opened do not count while it is open.
    if (this.state === OPEN) return;
    if (outcome === CANCELLED) {
      // Nobody waited for it: a trial call's place is free again, and nothing is known (releasePermission).
      if (this.state === HALF_OPEN) this.trials.sent--;
      return;
    }
    const lasted = this.sim.clock[0] - this.sim.calls.sentMs(call);
    const verdict = (outcome === OK ? 0 : FAILED) | (lasted >= slowCallMs ? SLOW : 0);
    if (this.state === CLOSED) {
      this.window.add(verdict);
      if (this.window.count >= minimumCalls && this.tripped(this.window)) this.become(OPEN);
      return;
    }
    const { trials } = this;
    trials.count++;
    if ((verdict & FAILED) !== 0) trials.failed++;
    if ((verdict & SLOW) !== 0) trials.slow++;
    if (trials.count >= trialCalls) this.become(this.tripped(trials) ? OPEN : CLOSED);
  }

  private config(): CircuitBreakerConfig {
    return this.sim.plan.links[this.link].policies.circuitBreaker as CircuitBreakerConfig;
  }

  private tripped(counts: { readonly count: number; readonly failed: number; readonly slow: number }): boolean {
    const { failureRatio, slowRatio } = this.config();
    return counts.failed / counts.count >= failureRatio || counts.slow / counts.count >= slowRatio;
  }

  private become(state: number): void {
    this.state = state;
    this.window.clear();
    this.trials.sent = 0;
    this.trials.count = 0;
    this.trials.failed = 0;
    this.trials.slow = 0;
    if (state === OPEN) this.openedMs = this.sim.clock[0];
  }
}
