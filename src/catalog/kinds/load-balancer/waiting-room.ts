import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED, WAITING } from "../../../engine/calls";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { targetsOf } from "../../targets";

/** Where a call waits, in its `pending` field, which a balancer has no other use for. */
const NOWHERE = 0;
const OUTSIDE = 1;
const FOR_HOST = 2;

/**
 * Requests that wait at a balancer: outside, until it has room for another one in progress; or inside, for a host
 * with a free place: any host, or the one that their key belongs to (HAProxy's backend and server queues).
 */
export class WaitingRoom {
  /** Requests inside, by node. */
  readonly inside: Int32Array;
  /** Requests that wait for a host, by node. */
  readonly forHost: Int32Array;
  /** By node: the list of those outside; next to it that for any host, then one for each target. */
  private readonly first: Int32Array;
  private readonly lists: CallLists;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly timeoutCode: number,
  ) {
    this.inside = new Int32Array(sim.plan.nodes.length);
    this.forHost = new Int32Array(sim.plan.nodes.length);
    this.first = new Int32Array(sim.plan.nodes.length);
    let lists = 0;
    for (const node of nodes) {
      this.first[node.index] = lists;
      lists += 2 + targetsOf(sim.plan, node).count;
    }
    this.lists = new CallLists(sim.calls, lists);
  }

  /** Puts a request outside. */
  keepOut(node: number, call: number): void {
    this.append(node, this.first[node], call, OUTSIDE);
  }

  /** The next one from outside, no longer waiting; NO_CALL when there is none. */
  letIn(node: number): number {
    return this.shift(node, this.first[node]);
  }

  /** Puts a request in the queue for a target, or with -1 for any; it is told when `timeoutMs` are over. */
  waitFor(node: number, target: number, call: number, timeoutMs: number): void {
    const { calls, clock, due } = this.sim;
    this.append(node, this.first[node] + 2 + target, call, FOR_HOST);
    this.forHost[node]++;
    if (timeoutMs === 0) return;
    due.value = clock.value + timeoutMs;
    calls.stampDue(call, due);
    this.sim.post(this.timeoutCode, call, calls.generation(call));
  }

  /** The next one that the target may take; those that wait for it alone come first. */
  nextFor(node: number, target: number): number {
    if (this.forHost[node] === 0) return NO_CALL;
    const own = this.shift(node, this.first[node] + 2 + target);
    const call = own === NO_CALL ? this.shift(node, this.first[node] + 1) : own;
    if (call !== NO_CALL) this.forHost[node]--;
    return call;
  }

  /** One of those that wait for this target alone. */
  leaveQueueOf(node: number, target: number): number {
    const call = this.shift(node, this.first[node] + 2 + target);
    if (call !== NO_CALL) this.forHost[node]--;
    return call;
  }

  isWaiting(call: number): boolean {
    return this.sim.calls.pending(call) !== NOWHERE;
  }

  isOutside(call: number): boolean {
    return this.sim.calls.pending(call) === OUTSIDE;
  }

  /** Whether its time in the queue is over: it still waits, and not since later. */
  isOverdue(call: number): boolean {
    const { calls, clock } = this.sim;
    return calls.state(call) === QUEUED && calls.pending(call) === FOR_HOST && calls.dueMs(call) <= clock.value;
  }

  /** Takes a waiting request out, wherever it is. */
  remove(node: number, call: number): void {
    const { calls, meter } = this.sim;
    // Its list follows from where it waits; a target's own one is noted in `aux`.
    this.lists.remove(calls.aux(call), call);
    if (calls.pending(call) === FOR_HOST) this.forHost[node]--;
    meter.changeQueued(node, -1);
    calls.setPending(call, NOWHERE);
    calls.setState(call, WAITING);
  }

  /** Everybody who waits, one after another; NO_CALL when nobody is left. */
  anyone(node: number, targets: number): number {
    for (let list = this.first[node]; list < this.first[node] + 2 + targets; list++) {
      const call = this.lists.head[list];
      if (call === NO_CALL) continue;
      this.remove(node, call);
      return call;
    }
    return NO_CALL;
  }

  private append(node: number, list: number, call: number, where: number): void {
    const { calls, meter } = this.sim;
    calls.setState(call, QUEUED);
    calls.setPending(call, where);
    calls.setAux(call, list);
    this.lists.append(list, call);
    meter.changeQueued(node, 1);
  }

  private shift(node: number, list: number): number {
    const { calls, meter } = this.sim;
    const call = this.lists.shift(list);
    if (call === NO_CALL) return NO_CALL;
    meter.changeQueued(node, -1);
    calls.setPending(call, NOWHERE);
    calls.setState(call, WAITING);
    return call;
  }
}
