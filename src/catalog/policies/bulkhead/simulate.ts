import { CallLists } from "../../../engine/call-lists";
import { NO_CALL } from "../../../engine/calls";
import { type Gate, HELD } from "../../../engine/gates";
import { OK, REJECTED } from "../../../engine/outcome";
import type { SimulatePolicy } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { bindOnce, type Callers } from "../per-caller";
import type { BulkheadConfig } from "./definition";

/** One semaphore per calling replica and link, after resilience4j's SemaphoreBulkhead. */
export const simulateBulkhead: SimulatePolicy = (sim, links) =>
  bindOnce(sim, "bulkhead", links, (callers) => {
    const bulkhead = new Bulkhead(sim, callers);
    sim.flow.policed.gates.rows[callers.link.index].push(bulkhead);
    return (out) => {
      out[0] = bulkhead.rejected;
      out[1] = bulkhead.waited;
    };
  });

class Bulkhead implements Gate {
  rejected = 0;
  waited = 0;
  private readonly taken: Int32Array;
  private readonly waiting: CallLists;

  constructor(
    private readonly sim: Sim,
    private readonly callers: Callers,
  ) {
    this.taken = new Int32Array(callers.count);
    this.waiting = new CallLists(sim.calls, callers.count);
  }

  enter(call: number): number {
    const { clock, due, flow } = this.sim;
    const { maxConcurrent, maxWaitMs } = this.config();
    const caller = this.callers.of(call);
    if (this.taken[caller] < maxConcurrent) {
      this.taken[caller]++;
      return OK;
    }
    if (maxWaitMs === 0) {
      this.rejected++;
      return REJECTED;
    }
    this.waited++;
    this.waiting.append(caller, call);
    due.value = clock.value + maxWaitMs;
    flow.policed.keepUntil(call);
    return HELD;
  }

  left(call: number, _outcome: number, held: boolean): void {
    const caller = this.callers.of(call);
    if (held) {
      this.waiting.remove(caller, call);
      return;
    }
    // A live edit may have left more taken than there are places now.
    const next = this.taken[caller] > this.config().maxConcurrent ? NO_CALL : this.waiting.shift(caller);
    if (next === NO_CALL) this.taken[caller]--;
    else this.sim.flow.policed.pass(next);
  }

  due(call: number): void {
    this.waiting.remove(this.callers.of(call), call);
    this.rejected++;
    this.sim.flow.policed.gates.refuse(call, REJECTED);
  }

  private config(): BulkheadConfig {
    return this.sim.plan.links[this.callers.link.index].policies.bulkhead as BulkheadConfig;
  }
}
