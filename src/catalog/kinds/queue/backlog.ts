import { CallLists } from "../../../engine/call-lists";
import { NO_CALL } from "../../../engine/calls";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { QueueConfig } from "./definition";

const HALF = 16;
const LOW = 0xffff;

/**
 * Messages that are ready, in the order of their delivery. A classic queue has a list per priority, and what comes back
 * returns to its old place (RabbitMQ docs, Consumer Acknowledgements, Negative Acknowledgement and Requeuing). A quorum
 * queue keeps what came back in a list of its own, which goes first, in the order of coming back (rabbit_fifo, `returns`).
 */
export class Backlog {
  private readonly lists: CallLists;
  /** By node: its first list, that of returned messages; its priorities follow, lowest first. */
  private readonly base: Int32Array;
  private readonly priorities: Int32Array;
  private readonly replicated: Uint8Array;
  private readonly count: Int32Array;
  private readonly published: Int32Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const all = sim.plan.nodes.length;
    this.base = new Int32Array(all);
    this.priorities = new Int32Array(all);
    this.replicated = new Uint8Array(all);
    this.count = new Int32Array(all);
    this.published = new Int32Array(all);
    let lists = 0;
    for (const { index, config } of nodes) {
      const { maxPriority, storage } = config as QueueConfig;
      this.base[index] = lists;
      this.priorities[index] = maxPriority;
      this.replicated[index] = storage.type === "quorum" ? 1 : 0;
      lists += maxPriority + 2;
    }
    this.lists = new CallLists(sim.calls, lists);
  }

  length(node: number): number {
    return this.count[node];
  }

  /** A fresh message joins behind all others of its priority. */
  append(node: number, message: number): void {
    const { calls } = this.sim;
    const place = this.published[node]++;
    calls.setStep(message, place >>> HALF);
    calls.setPending(message, place & LOW);
    this.lists.append(this.listOf(node, message), message);
    this.count[node]++;
  }

  /** A message that was delivered in vain is ready again. */
  giveBack(node: number, message: number): void {
    this.count[node]++;
    if (this.replicated[node] === 1) {
      this.lists.append(this.base[node], message);
      return;
    }
    const { calls } = this.sim;
    const list = this.listOf(node, message);
    const place = this.placeOf(message);
    let before = NO_CALL;
    let at = this.lists.head[list];
    while (at !== NO_CALL && ((this.placeOf(at) - place) | 0) < 0) {
      before = at;
      at = calls.next(at);
    }
    this.lists.insertAfter(list, before, message);
  }

  /** The next to be delivered, or NO_CALL. */
  head(node: number): number {
    const list = this.headList(node);
    return list === NO_CALL ? NO_CALL : this.lists.head[list];
  }

  /** Takes the next one; there must be one. */
  take(node: number): number {
    const list = this.headList(node);
    this.count[node]--;
    return this.lists.shift(list);
  }

  /** When the oldest message was published [ms]; Infinity when there is none. */
  oldestMs(node: number): number {
    const { calls } = this.sim;
    const { head } = this.lists;
    const base = this.base[node];
    let oldest = Number.POSITIVE_INFINITY;
    for (let at = head[base]; at !== NO_CALL; at = calls.next(at)) oldest = Math.min(oldest, calls.sentMs(at));
    for (let list = base + 1; list <= base + 1 + this.priorities[node]; list++) {
      if (head[list] !== NO_CALL) oldest = Math.min(oldest, calls.sentMs(head[list]));
    }
    return oldest;
  }

  private headList(node: number): number {
    if (this.count[node] === 0) return NO_CALL;
    const { length } = this.lists;
    const base = this.base[node];
    if (length[base] > 0) return base;
    let list = base + 1 + this.priorities[node];
    while (length[list] === 0) list--;
    return list;
  }

  private listOf(node: number, message: number): number {
    const most = this.priorities[node];
    const { priority } = this.sim.plan.operations[this.sim.calls.operation(message)];
    return this.base[node] + 1 + (priority < most ? priority : most);
  }

  private placeOf(message: number): number {
    const { calls } = this.sim;
    return (calls.step(message) << HALF) | calls.pending(message);
  }
}
