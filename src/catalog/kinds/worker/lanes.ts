import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED } from "../../../engine/calls";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";

const LANES = 256;

/** Deliveries that wait because another one of their lane is in work at the replica. */
export class Lanes {
  /** By replica, in order of arrival. */
  private readonly held: CallLists;
  /** 1 where a lane is in work, by replica of a worker and lane. */
  private readonly busy: Uint8Array;
  private readonly base: Int32Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    this.held = new CallLists(sim.calls, sim.plan.replicas);
    this.base = new Int32Array(sim.plan.replicas);
    let replicas = 0;
    for (const { replicaBase, replicas: own } of nodes) {
      for (let r = 0; r < own; r++) this.base[replicaBase + r] = LANES * replicas++;
    }
    this.busy = new Uint8Array(LANES * replicas);
  }

  /** Whether the call's lane is free, and its from now on; the call waits otherwise. */
  enter(call: number, replica: number): boolean {
    const { calls, conditions, meter } = this.sim;
    const lane = calls.lane(call);
    if (lane === 0) return true;
    const at = this.base[replica] + lane;
    if (this.busy[at] === 0) {
      this.busy[at] = 1;
      return true;
    }
    calls.setState(call, QUEUED);
    this.held.append(replica, call);
    meter.changeQueued(conditions.nodeOf(replica), 1);
    return false;
  }

  /** The call is over: the next one of its lane, which now has it, or NO_CALL. */
  leave(call: number, replica: number): number {
    const { calls, conditions, meter } = this.sim;
    const lane = calls.lane(call);
    if (lane === 0) return NO_CALL;
    for (let next = this.held.head[replica]; next !== NO_CALL; next = calls.next(next)) {
      if (calls.lane(next) !== lane) continue;
      this.held.remove(replica, next);
      meter.changeQueued(conditions.nodeOf(replica), -1);
      return next;
    }
    this.busy[this.base[replica] + lane] = 0;
    return NO_CALL;
  }

  /** All lanes of a dead process are free; takes the first that waited, until NO_CALL. */
  clear(replica: number): number {
    const { conditions, meter } = this.sim;
    this.busy.fill(0, this.base[replica], this.base[replica] + LANES);
    const call = this.held.shift(replica);
    if (call !== NO_CALL) meter.changeQueued(conditions.nodeOf(replica), -1);
    return call;
  }
}
