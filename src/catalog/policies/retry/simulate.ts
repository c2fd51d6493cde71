import type { Stream } from "../../../base/stream";
import { exponential } from "../../../base/variates";
import { AGAIN, FINISH, type Repeater } from "../../../engine/gates";
import { CALLS } from "../../../engine/meter";
import { ERROR, OK, TIMEOUT } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Budget } from "../budget-state";
import { isRetried } from "../failures";
import { bindOnce, type Callers } from "../per-caller";
import type { RetryConfig } from "./definition";

/** `step` of a call whose next attempt has been granted, until that attempt has ended: after a timeout, or another failure. */
const GRANTED = 2;
const GRANTED_LATE = 3;

export const simulateRetry: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "retry", links, (callers) => {
    const { index } = callers.link;
    const retries = new Retries(sim, callers);
    sim.flow.policed.repeaters[index] = retries;
    sim.flow.policed.standForWhole(index);
    return (out) => {
      out[0] = retries.attempts / sim.meter.link(index, CALLS);
      out[1] = retries.denied;
    };
  });

class Retries implements Repeater {
  attempts = 0;
  denied = 0;
  private readonly budgets: Budget[];
  private readonly stream: Stream;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    this.budgets = Array.from({ length: callers.count }, () => new Budget(() => this.config().budget, sim.clock));
    this.stream = sim.stream(`link:${callers.link.id}:backoff`);
  }

  began(call: number): void {
    const isFirst = this.sim.calls.attempt(call) === 1;
    this.attempts++;
    if (!isFirst) this.sim.meter.retried(this.callers.link.index);
    this.budgetOf(call).began(isFirst);
  }

  left(call: number, _attempt: number, outcome: number): void {
    const budget = this.budgetOf(call);
    const step = this.sim.calls.step(call);
    const cost = step === GRANTED || step === GRANTED_LATE ? budget.costAfter(step === GRANTED_LATE ? TIMEOUT : ERROR) : 0;
    budget.ended(outcome, isRetried(outcome, this.config()), cost);
    this.giveBack(call);
  }

  decide(call: number, _attempt: number, outcome: number): number {
    const { calls, scratch } = this.sim;
    const config = this.config();
    const attempts = calls.attempt(call);
    if (outcome === OK || attempts >= config.maxAttempts || !isRetried(outcome, config)) return FINISH;
    if (!this.budgetOf(call).take(outcome)) {
      this.denied++;
      return FINISH;
    }
    calls.setStep(call, outcome === TIMEOUT ? GRANTED_LATE : GRANTED);
    scratch.value = backoffMs(config, attempts, this.stream, this.sim, call);
    return AGAIN;
  }

  over(call: number): void {
    this.giveBack(call);
  }

  private giveBack(call: number): void {
    const { calls } = this.sim;
    const step = calls.step(call);
    if (step !== GRANTED && step !== GRANTED_LATE) return;
    calls.setStep(call, 0);
    this.budgetOf(call).giveBack();
  }

  private budgetOf(call: number): Budget {
    return this.budgets[this.callers.of(call)];
  }

  private config(): RetryConfig {
    return this.sim.plan.links[this.callers.link.index].policies.retry as RetryConfig;
  }
}

/**
 * The pause before attempt `attempts` + 1 [ms]. Jitters after M. Brooker, Exponential Backoff And Jitter: full is
 * uniform in [0, pause], equal is half the pause plus a uniform half, decorrelated is uniform between the base and
 * three times the last pause. gRPC multiplies by 0.8 to 1.2. Customers of a retrial queue forget: exponential.
 */
function backoffMs(config: RetryConfig, attempts: number, stream: Stream, sim: Sim, call: number): number {
  let pause = config.baseMs;
  for (let i = 1; i < attempts && pause < config.capMs; i++) pause *= config.factor;
  pause = Math.min(config.capMs, pause);
  switch (config.jitter) {
    case "none":
      return pause;
    case "full":
      return pause * stream.uniform();
    case "equal":
      return pause / 2 + (pause / 2) * stream.uniform();
    case "fifth":
      return pause * (0.8 + 0.4 * stream.uniform());
    case "exponential":
      return pause * exponential(stream);
    case "decorrelated": {
      // The last pause rides in the whole call's due time, which it has no other use for.
      const last = attempts === 1 ? config.baseMs : sim.calls.dueMs(call);
      const next = Math.min(config.capMs, config.baseMs + (3 * last - config.baseMs) * stream.uniform());
      sim.scratch.value = next;
      sim.calls.stampDue(call, sim.scratch);
      return next;
    }
  }
}
