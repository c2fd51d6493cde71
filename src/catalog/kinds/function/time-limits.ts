import type { Cell } from "../../../base/cell";
import { WAITING, WORKING } from "../../../engine/calls";
import type { Sim } from "../../../engine/sim";

/** Ends requests that run for longer than their function may. */
export class TimeLimits {
  /** Requests ended so far, by node. */
  readonly exceeded: Float64Array;
  private readonly limitMs: Float64Array;
  private readonly lanes: Int32Array;
  private readonly code: number;

  constructor(
    private readonly sim: Sim,
    private readonly end: (call: number) => void,
  ) {
    const nodes = sim.plan.nodes.length;
    this.exceeded = new Float64Array(nodes);
    this.limitMs = new Float64Array(nodes);
    this.lanes = new Int32Array(nodes);
    this.code = sim.register((call, generation) => this.runOut(call, generation));
  }

  configure(node: number, limitMs: number): void {
    this.limitMs[node] = limitMs;
    if (limitMs > 0) this.lanes[node] = this.sim.lane(limitMs, true);
  }

  /** The request runs, after a cold start of `cold.value` [ms] that does not count. */
  begin(node: number, call: number, cold: Cell): void {
    const limitMs = this.limitMs[node];
    if (limitMs === 0) return;
    const { calls, clock, conditions, due } = this.sim;
    if (cold.value === 0) {
      this.sim.postLane(this.lanes[node], this.code, call, calls.generation(call));
      return;
    }
    due.value = clock.value + cold.value * conditions.slowFactor[calls.replica(call)] + limitMs;
    this.sim.post(this.code, call, calls.generation(call));
  }

  private runOut(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
    if (calls.generation(call) !== generation) return;
    const state = calls.state(call);
    if (state !== WORKING && state !== WAITING) return;
    const replica = calls.replica(call);
    if (conditions.isPaused[replica] === 1) return;
    this.exceeded[conditions.nodeOf(replica)]++;
    this.end(call);
  }
}
