import { BREAKER_OPEN, OK } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { CircuitBreakerConfig } from "./definition";

const CLOSED = 0;
const HALF_OPEN = 1;
const OPEN = 2;
const FAILED = 1;
const SLOW = 2;

/** One breaker per calling replica and link, after resilience4j's CircuitBreaker. */
export const simulateCircuitBreaker: SimulatePolicy = (sim, links) => {
  for (const link of links) {
    const caller = sim.plan.nodes[link.from];
    const breakers = Array.from(
      { length: caller.replicas },
      () => new Breaker(sim, link.policies.circuitBreaker as CircuitBreakerConfig),
    );
    const of = (call: number) => {
      const replica = sim.flow.callerReplica(call);
      return breakers[replica < 0 ? 0 : replica - caller.replicaBase];
    };
    sim.flow.admitters[link.index].push((call) => of(call).admit());
    sim.flow.observers[link.index].push((call, outcome) => of(call).observe(call, outcome));
    sim.flow.breakerState[link.index] = () => {
      let worst = CLOSED;
      for (const breaker of breakers) if (breaker.state > worst) worst = breaker.state;
      return worst;
    };
  }
};

class Breaker {
  state = CLOSED;
  private readonly ring: Uint8Array;
  private readonly endedMs: Float64Array;
  private head = 0;
  private count = 0;
  private failed = 0;
  private slow = 0;
  private openedMs = 0;
  private trials = 0;

  constructor(
    private readonly sim: Sim,
    private readonly config: CircuitBreakerConfig,
  ) {
    const length = config.window === "calls" ? config.windowSize : Math.max(1024, 2 * config.minimumCalls);
    this.ring = new Uint8Array(Math.max(length, config.trialCalls));
    this.endedMs = new Float64Array(this.ring.length);
  }

  admit(): number {
    if (this.state === OPEN) {
      if (this.sim.clock[0] - this.openedMs < this.config.openMs) return BREAKER_OPEN;
      this.become(HALF_OPEN);
    }
    if (this.state === CLOSED) return OK;
    if (this.trials >= this.config.trialCalls) return BREAKER_OPEN;
    this.trials++;
    return OK;
  }

  observe(call: number, outcome: number): void {
    const { config, sim } = this;
    // Answers to calls let out before it opened do not count while it is open.
    if (this.state === OPEN) return;
    const lasted = sim.clock[0] - sim.calls.sentMs[call];
    this.push((outcome === OK ? 0 : FAILED) | (lasted >= config.slowCallMs ? SLOW : 0));
    if (this.state === CLOSED) {
      if (this.count >= config.minimumCalls && this.tripped()) this.become(OPEN);
    } else if (this.count >= config.trialCalls) {
      this.become(this.tripped() ? OPEN : CLOSED);
    }
  }

  private tripped(): boolean {
    return (
      this.failed / this.count >= this.config.failureRatio || this.slow / this.count >= this.config.slowRatio
    );
  }

  private become(state: number): void {
    this.state = state;
    this.count = 0;
    this.failed = 0;
    this.slow = 0;
    this.trials = 0;
    if (state === OPEN) this.openedMs = this.sim.clock[0];
  }

  private push(verdict: number): void {
    const { config, ring } = this;
    const capacity = this.state === HALF_OPEN ? config.trialCalls : config.window === "calls" ? config.windowSize : ring.length;
    if (config.window === "time" && this.state === CLOSED) {
      const since = this.sim.clock[0] - config.windowSize * 1000;
      while (this.count > 0 && this.endedMs[this.oldest()] < since) this.drop();
    }
    if (this.count >= capacity) this.drop();
    ring[this.head] = verdict;
    this.endedMs[this.head] = this.sim.clock[0];
    this.head = (this.head + 1) % ring.length;
    this.count++;
    if ((verdict & FAILED) !== 0) this.failed++;
    if ((verdict & SLOW) !== 0) this.slow++;
  }

  private oldest(): number {
    return (this.head - this.count + this.ring.length) % this.ring.length;
  }

  private drop(): void {
    const verdict = this.ring[this.oldest()];
    this.count--;
    if ((verdict & FAILED) !== 0) this.failed--;
    if ((verdict & SLOW) !== 0) this.slow--;
  }
}
