import type { Gate } from "../../../engine/gates";
import { BREAKER_OPEN, CANCELLED, OK } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { bindOnce, type Callers } from "../per-caller";
import { type CallWindow, FAILED, LastCalls, LastSeconds, SLOW } from "./call-window";
import type { CircuitBreakerConfig } from "./definition";

const ID = "circuitBreaker";
const CLOSED = 0;
const HALF_OPEN = 1;
const OPEN = 2;

/** One breaker per calling replica and link, after resilience4j's CircuitBreaker. */
export const simulateCircuitBreaker: SimulatePolicy = (sim, links) => {
  const { policed } = sim.flow;
  const timed: Breaker[] = [];
  // After a live edit everything is bound already.
  const isFirst = policed.figures[ID] === undefined;
  const code = isFirst ? sim.register((breaker, turn) => timed[breaker].timeUp(turn)) : 0;
  bindOnce(sim, ID, links, (callers) => {
    const breakers = new Breakers(sim, callers, code, timed.length);
    timed.push(...breakers.all);
    policed.gates.rows[callers.link.index].push(breakers);
    policed.breakerState[callers.link.index] = () => breakers.worst();
    return (out) => breakers.figures(out);
  });
};

class Breakers implements Gate {
  readonly all: readonly Breaker[];

  constructor(
    sim: Sim,
    private readonly callers: Callers,
    code: number,
    first: number,
  ) {
    this.all = Array.from({ length: callers.count }, (_, i) => new Breaker(sim, callers.link.index, code, first + i));
  }

  enter(call: number): number {
    return this.all[this.callers.of(call)].admit();
  }

  left(call: number, outcome: number): void {
    this.all[this.callers.of(call)].observe(call, outcome);
  }

  worst(): number {
    let worst = CLOSED;
    for (const { state } of this.all) if (state > worst) worst = state;
    return worst;
  }

  figures(out: Float64Array): void {
    for (const breaker of this.all) {
      out[0] += breaker.openings;
      out[1] += breaker.openForMs();
      out[2] += breaker.notPermitted;
    }
  }
}

class Breaker {
  state = CLOSED;
  openings = 0;
  notPermitted = 0;
  private readonly window: CallWindow;
  /** Results of the trial calls while half-open. */
  private readonly trials = { sent: 0, count: 0, failed: 0, slow: 0 };
  private openedMs = 0;
  /** Open in all, up to the last time it closed or half-opened [ms]. */
  private wasOpenMs = 0;
  /** Rises with every change of state, so that a timer set before is void. */
  private turn = 0;

  constructor(
    private readonly sim: Sim,
    private readonly link: number,
    private readonly code: number,
    private readonly number: number,
  ) {
    const { window, windowSize } = this.config();
    this.window = window === "calls" ? new LastCalls(windowSize) : new LastSeconds(windowSize, sim.clock);
  }

  admit(): number {
    const { openMs, trialCalls } = this.config();
    if (this.state === OPEN && this.sim.clock.value - this.openedMs >= openMs) this.become(HALF_OPEN);
    if (this.state === CLOSED) return OK;
    if (this.state === OPEN || this.trials.sent >= trialCalls) {
      this.notPermitted++;
      return BREAKER_OPEN;
    }
    this.trials.sent++;
    return OK;
  }

  observe(call: number, outcome: number): void {
    const { slowCallMs, minimumCalls, trialCalls, window, windowSize } = this.config();
    // Answers to calls let out before it opened do not count while it is open.
    if (this.state === OPEN) return;
    const { trials } = this;
    if (outcome === CANCELLED) {
      // Says nothing of the callee: another call may try.
      if (trials.sent > trials.count) trials.sent--;
      return;
    }
    const lasted = this.sim.clock.value - this.sim.calls.sentMs(call);
    const verdict = (outcome === OK ? 0 : FAILED) | (lasted >= slowCallMs ? SLOW : 0);
    if (this.state === CLOSED) {
      this.window.add(verdict);
      // A window of calls that cannot hold so many asks for no more than fit (resilience4j source, CircuitBreakerMetrics).
      const enough = window === "calls" ? Math.min(minimumCalls, windowSize) : minimumCalls;
      if (this.window.count >= enough && this.tripped(this.window)) this.become(OPEN);
      return;
    }
    trials.count++;
    if ((verdict & FAILED) !== 0) trials.failed++;
    if ((verdict & SLOW) !== 0) trials.slow++;
    // The trial calls are a window of calls of their own.
    if (trials.count >= Math.min(minimumCalls, trialCalls)) this.become(this.tripped(trials) ? OPEN : CLOSED);
  }

  /** What it was set for at this turn has not happened by itself. */
  timeUp(turn: number): void {
    if (turn === this.turn) this.become(this.state === OPEN ? HALF_OPEN : OPEN);
  }

  openForMs(): number {
    return this.wasOpenMs + (this.state === OPEN ? this.sim.clock.value - this.openedMs : 0);
  }

  private config(): CircuitBreakerConfig {
    return this.sim.plan.links[this.link].policies[ID] as CircuitBreakerConfig;
  }

  private tripped(counts: { readonly count: number; readonly failed: number; readonly slow: number }): boolean {
    const { failureRatio, slowRatio } = this.config();
    return counts.failed / counts.count >= failureRatio || counts.slow / counts.count >= slowRatio;
  }

  private become(state: number): void {
    const { openMs, halfOpenMs, goesHalfOpenByItself } = this.config();
    this.wasOpenMs = this.openForMs();
    this.state = state;
    this.turn++;
    this.window.clear();
    this.trials.sent = 0;
    this.trials.count = 0;
    this.trials.failed = 0;
    this.trials.slow = 0;
    if (state === OPEN) {
      this.openings++;
      this.openedMs = this.sim.clock.value;
      if (goesHalfOpenByItself) this.wakeAfter(openMs);
    } else if (state === HALF_OPEN && halfOpenMs > 0) {
      this.wakeAfter(halfOpenMs);
    }
  }

  private wakeAfter(delayMs: number): void {
    const { clock, due } = this.sim;
    due.value = clock.value + delayMs;
    this.sim.post(this.code, this.number, this.turn);
  }
}
