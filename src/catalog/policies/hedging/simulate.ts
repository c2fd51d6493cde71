import { NO_CALL } from "../../../engine/calls";
import { AGAIN, FINISH, type Repeater, WAIT } from "../../../engine/gates";
import { CALLS } from "../../../engine/meter";
import { CANCELLED, ERROR, OK } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Budget } from "../budget-state";
import { isRetried } from "../failures";
import { bindOnce, type Callers } from "../per-caller";
import type { HedgingConfig } from "./definition";
import { SlowerThanMost } from "./slower-than-most";

export const simulateHedging: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "hedging", links, (callers) => {
    const { index } = callers.link;
    const hedge = new Hedges(sim, callers);
    sim.flow.policed.repeaters[index] = hedge;
    sim.flow.policed.standForWhole(index);
    return (out) => {
      const calls = sim.meter.link(index, CALLS);
      out[0] = hedge.attempts - hedge.firsts;
      out[1] = hedge.won;
      out[2] = hedge.attempts / calls;
      out[3] = hedge.denied;
    };
  });

/** `step` of a call whose next copy has been granted and not sent yet. */
const GRANTED = 2;

class Hedges implements Repeater {
  attempts = 0;
  firsts = 0;
  won = 0;
  denied = 0;
  private readonly budgets: Budget[];
  private readonly latency: SlowerThanMost;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    this.budgets = Array.from({ length: callers.count }, () => new Budget(() => this.config().budget, sim.clock));
    this.latency = new SlowerThanMost();
  }

  began(call: number): void {
    const { calls, clock, due, flow } = this.sim;
    const { maxAttempts } = this.config();
    const isFirst = calls.attempt(call) === 1;
    this.attempts++;
    if (isFirst) this.firsts++;
    this.budgetOf(call).began(isFirst);
    calls.setStep(call, 0);
    if (calls.attempt(call) >= maxAttempts) return;
    due.value = clock.value + this.delayMs();
    flow.policed.repeatAt(call);
  }

  /** The delay is over: the next copy goes, unless a failure has sent it before. */
  due(call: number): void {
    const { calls, flow } = this.sim;
    this.forgetDue(call);
    if (calls.attempt(call) === 1) this.latency.wasSlower(this.ratio());
    if (calls.attempt(call) < this.config().maxAttempts && this.grants(call)) flow.policed.attempt(call);
  }

  left(call: number, attempt: number, outcome: number): void {
    const { calls } = this.sim;
    this.budgetOf(call).ended(outcome, outcome !== CANCELLED && isRetried(outcome, this.config()), 0);
    if (calls.attempt(attempt) > 1) this.budgetOf(call).giveBack();
    else if (outcome === OK && calls.attempt(call) === 1) this.latency.wasSooner(this.ratio());
  }

  decide(call: number, attempt: number, outcome: number): number {
    const { calls, scratch } = this.sim;
    if (outcome === OK) {
      if (calls.attempt(attempt) > 1) this.won++;
      return FINISH;
    }
    if (!isRetried(outcome, this.config())) return FINISH;
    const others = calls.aux(call) === NO_CALL ? FINISH : WAIT;
    if (calls.attempt(call) >= this.config().maxAttempts || !this.grants(call)) return others;
    this.forgetDue(call);
    calls.setStep(call, GRANTED);
    scratch.value = 0;
    return AGAIN;
  }

  over(call: number): void {
    const { calls } = this.sim;
    this.forgetDue(call);
    if (calls.step(call) !== GRANTED) return;
    calls.setStep(call, 0);
    this.budgetOf(call).giveBack();
  }

  private grants(call: number): boolean {
    if (this.budgetOf(call).take(ERROR)) return true;
    this.denied++;
    return false;
  }

  /** Sent already: the pending event is stale. */
  private forgetDue(call: number): void {
    const { calls, scratch } = this.sim;
    scratch.value = Number.NaN;
    calls.stampDue(call, scratch);
  }

  private delayMs(): number {
    const { delay } = this.config();
    return delay.type === "fixed" ? delay.delayMs : this.latency.delayMs(delay.firstMs);
  }

  private ratio(): number {
    const { delay } = this.config();
    return delay.type === "percentile" ? delay.ratio : 1;
  }

  private budgetOf(call: number): Budget {
    return this.budgets[this.callers.of(call)];
  }

  private config(): HedgingConfig {
    return this.sim.plan.links[this.callers.link.index].policies.hedging as HedgingConfig;
  }
}
