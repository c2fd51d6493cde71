import { Cell } from "../base/cell";
import { Digest } from "../base/digest";
import { Histogram } from "../base/histogram";
import type { Calls } from "./calls";
import type { OperationMeter } from "./operation-meter";
import { OK, OUTCOMES } from "./outcome";
import type { Sim } from "./sim";

const REASONS = OUTCOMES.length;

// A node's figures, side by side. Doubles, so that counts above 2^31 stay exact.
export const ARRIVALS = 0;
export const SERVED = 1;
export const FAILED = 2;
/** Slots in use, requests waiting, requests at the node, slots that are up: levels, now. */
export const BUSY = 3;
export const QUEUED = 4;
export const INSIDE = 5;
export const CAPACITY = 6;
/** Their integrals over time lie this much further on; that of CAPACITY, which seldom changes, counts from the start. */
const AREA = 4;
export const QUEUED_MAX = 11;
export const WAITS = 12;
/** Sum of the waits [ms]. */
export const WAITED = 13;
/** Sum of the times spent at the node by all that left it [ms]; beside the integral of INSIDE it shows Little's law. */
export const STAYED = 14;
/** Since when the integrals count, of all levels but CAPACITY [ms]. */
const SINCE = 15;
const NODE_BITS = 4;
const NODE_FIELDS = 1 << NODE_BITS;

// A link's figures, of whole calls (retries included).
export const CALLS = 0;
export const CALLS_OK = 1;
export const CALLS_FAILED = 2;
export const RETRIES = 3;
export const LATE = 4;
/** Calls whose work was stopped, or never begun, because the caller took them back. */
export const TAKEN_BACK = 5;
/** Messages that a consumer worked to the end after their broker had taken them back: somebody works them again. */
export const IN_VAIN = 6;
const LINK_BITS = 3;
const LINK_FIELDS = 1 << LINK_BITS;

/** Counts, time integrals and latency histograms of one run. */
export class Meter {
  // Requests of all clients.
  readonly totals = { issued: 0, ok: 0, good: 0, failed: 0 };
  readonly reasons = new Float64Array(REASONS);
  readonly digest = new Digest();
  /** End-to-end latency of ok requests in closed windows. */
  readonly latency = new Histogram();
  /** null where nobody asks. */
  byOperation: OperationMeter | null = null;
  readonly failuresByReason: Float64Array;
  readonly callFailures: Float64Array;
  /** Latency of ok requests by node and of ok calls by link: of closed windows, and of the open one. */
  readonly nodeLatency: Histogram[];
  readonly nodeWindow: Histogram[];
  readonly linkLatency: Histogram[];
  readonly linkWindow: Histogram[];

  private readonly nodes: Float64Array;
  private readonly links: Float64Array;
  /** The open window's start [ms]. */
  private readonly windowMs = new Cell();
  /** By node, the integral of CAPACITY at `capacityReadMs` [units x ms]: kept only where it has changed since. */
  private readonly capacityRead: Float64Array;
  private readonly capacityReadMs: Float64Array;
  /** Nodes that requests have reached, in the order in which they came to be. */
  private readonly reached: number[] = [];
  /** Clients: what they see is what their links see. */
  private readonly clients: number[] = [];
  private readonly capacityListeners: (() => void)[] = [];
  private readonly deadlineMs: Float64Array;
  private readonly calls: Calls;
  private readonly clock: Cell;
  private readonly scratch: Cell;

  constructor(private readonly sim: Sim) {
    const { nodes, links } = sim.plan;
    this.calls = sim.calls;
    this.clock = sim.clock;
    this.scratch = sim.scratch;
    this.nodes = new Float64Array(nodes.length * NODE_FIELDS);
    this.links = new Float64Array(links.length * LINK_FIELDS);
    this.capacityRead = new Float64Array(nodes.length);
    this.capacityReadMs = new Float64Array(nodes.length).fill(-1);
    this.deadlineMs = Float64Array.from(sim.plan.operations, (operation) => operation.deadlineMs);
    this.failuresByReason = new Float64Array(nodes.length * REASONS);
    this.callFailures = new Float64Array(links.length * REASONS);
    this.nodeLatency = nodes.map(() => new Histogram());
    this.nodeWindow = nodes.map(() => new Histogram());
    this.linkLatency = links.map(() => new Histogram());
    this.linkWindow = links.map(() => new Histogram());
  }

  /** A count, level or sum of a node: ARRIVALS to STAYED. */
  node(node: number, field: number): number {
    return this.nodes[(node << NODE_BITS) | field];
  }

  /** The integral of a level (BUSY, QUEUED, INSIDE, CAPACITY) over the run so far [units x ms]. */
  area(node: number, level: number): number {
    const first = node << NODE_BITS;
    const at = first | level;
    const sinceMs = level === CAPACITY ? 0 : this.nodes[first | SINCE];
    return this.nodes[at + AREA] + this.nodes[at] * (this.clock.value - sinceMs);
  }

  /** The integral of CAPACITY from the run's start to the open window's [units x ms]. */
  capacityBefore(node: number): number {
    if (this.capacityReadMs[node] === this.windowMs.value) return this.capacityRead[node];
    const at = (node << NODE_BITS) | CAPACITY;
    return this.nodes[at + AREA] + this.nodes[at] * this.windowMs.value;
  }

  /** Nodes that requests have reached since there were so many. */
  reachedSince(count: number): readonly number[] {
    return this.reached.slice(count);
  }

  /** A count of a link: CALLS to IN_VAIN. */
  link(link: number, field: number): number {
    return this.links[(link << LINK_BITS) | field];
  }

  /** Calls whose end their caller has not heard. */
  outstanding(link: number): number {
    const at = link << LINK_BITS;
    return this.links[at | CALLS] - this.links[at | CALLS_OK] - this.links[at | CALLS_FAILED];
  }

  /** The node stands for users: its latency is that of the calls it makes, and counts as end to end. */
  isClient(node: number): void {
    this.clients.push(node);
  }

  standsForUsers(node: number): boolean {
    return this.clients.includes(node);
  }

  /** A client sends a request: it is inside its client until it ends. */
  issued(node: number): void {
    this.totals.issued++;
    this.enter(node);
  }

  /** A client's request has ended. */
  requestEnded(node: number, call: number): void {
    const { calls, clock } = this;
    const cause = calls.cause(call);
    const operation = calls.operation(call);
    this.digest.add(clock, (operation << 8) | cause);
    const stayedMs = clock.value - calls.sentMs(call);
    const at = this.leave(node);
    this.nodes[at | STAYED] += stayedMs;
    if (calls.outcome(call) === OK) {
      this.nodes[at | SERVED]++;
      this.totals.ok++;
      const isGood = stayedMs <= this.deadlineMs[operation];
      if (isGood) this.totals.good++;
      if (this.byOperation === null) return;
      this.scratch.value = stayedMs;
      this.byOperation.answered(operation, this.scratch, isGood);
    } else {
      if (this.byOperation !== null) this.byOperation.failed[operation]++;
      this.totals.failed++;
      this.reasons[cause]++;
      this.fail(node, cause);
    }
  }

  /** A call enters a node. */
  entered(node: number, call: number): void {
    this.calls.stampArrived(call, this.clock);
    this.enter(node);
  }

  /** A call leaves a node with its answer. */
  left(node: number, call: number, outcome: number, cause: number): void {
    const { scratch } = this;
    scratch.value = this.clock.value - this.calls.arrivedMs(call);
    const at = this.leave(node);
    this.nodes[at | STAYED] += scratch.value;
    if (outcome === OK) {
      this.nodes[at | SERVED]++;
      this.nodeWindow[node].record(scratch);
    } else {
      this.fail(node, cause);
    }
  }

  /** Work on a call begins after its wait. */
  waited(node: number, call: number): void {
    const at = node << NODE_BITS;
    this.nodes[at | WAITS]++;
    this.nodes[at | WAITED] += this.clock.value - this.calls.arrivedMs(call);
  }

  /** Work on a call begins, in a slot, after its wait. */
  began(node: number, call: number): void {
    const { nodes } = this;
    const now = this.clock.value;
    const at = node << NODE_BITS;
    nodes[at | BUSY]++;
    nodes[at | (BUSY + AREA)] -= now - nodes[at | SINCE];
    nodes[at | WAITS]++;
    nodes[at | WAITED] += now - this.calls.arrivedMs(call);
  }

  /** A slot is free again. */
  freed(node: number): void {
    const { nodes } = this;
    const at = node << NODE_BITS;
    nodes[at | BUSY]--;
    nodes[at | (BUSY + AREA)] += this.clock.value - nodes[at | SINCE];
  }

  changeBusy(node: number, by: number): void {
    const { nodes } = this;
    const at = node << NODE_BITS;
    nodes[at | BUSY] += by;
    nodes[at | (BUSY + AREA)] -= by * (this.clock.value - nodes[at | SINCE]);
  }

  changeQueued(node: number, by: number): void {
    const { nodes } = this;
    const at = node << NODE_BITS;
    const queued = nodes[at | QUEUED] + by;
    nodes[at | QUEUED] = queued;
    nodes[at | (QUEUED + AREA)] -= by * (this.clock.value - nodes[at | SINCE]);
    if (queued > nodes[at | QUEUED_MAX]) nodes[at | QUEUED_MAX] = queued;
  }

  setCapacity(node: number, slots: number): void {
    const at = (node << NODE_BITS) | CAPACITY;
    this.capacityRead[node] = this.capacityBefore(node);
    this.capacityReadMs[node] = this.windowMs.value;
    this.nodes[at + AREA] -= (slots - this.nodes[at]) * this.clock.value;
    this.nodes[at] = slots;
  }

  /** Kinds with slots tell how many are up, now and after every change of conditions. */
  onCapacity(listener: () => void): void {
    this.capacityListeners.push(listener);
  }

  capacityChanged(): void {
    for (const listener of this.capacityListeners) listener();
  }

  callStarted(link: number): void {
    this.links[link << LINK_BITS]++;
  }

  retried(link: number): void {
    this.links[(link << LINK_BITS) | RETRIES]++;
  }

  lateReply(link: number): void {
    this.links[(link << LINK_BITS) | LATE]++;
  }

  cancelled(link: number): void {
    this.links[(link << LINK_BITS) | TAKEN_BACK]++;
  }

  workedInVain(link: number): void {
    this.links[(link << LINK_BITS) | IN_VAIN]++;
  }

  callEnded(link: number, call: number): void {
    const { calls, scratch } = this;
    const outcome = calls.outcome(call);
    if (outcome !== OK) {
      this.links[(link << LINK_BITS) | CALLS_FAILED]++;
      this.callFailures[link * REASONS + outcome]++;
      return;
    }
    this.links[(link << LINK_BITS) | CALLS_OK]++;
    scratch.value = this.clock.value - calls.sentMs(call);
    this.linkWindow[link].record(scratch);
  }

  /** End-to-end latency in the open window; to be read before it ends, and left as it is. */
  openLatency(): Histogram {
    if (this.clients.length === 1) return this.openNodeLatency(this.clients[0]);
    const open = new Histogram();
    for (const client of this.clients) open.merge(this.openNodeLatency(client));
    return open;
  }

  /** Latency at a node in the open window; to be read before it ends, and left as it is. */
  openNodeLatency(node: number): Histogram {
    if (!this.clients.includes(node)) return this.nodeWindow[node];
    const { out } = this.sim.plan.nodes[node];
    if (out.length === 1) return this.linkWindow[out[0]];
    const open = new Histogram();
    for (const link of out) open.merge(this.linkWindow[link]);
    return open;
  }

  /** Ends a window: its histograms join the totals. The caller has read them before; `seen` are the nodes that it reached. */
  closeWindow(seen: readonly number[]): void {
    for (const client of this.clients) {
      const open = this.openNodeLatency(client);
      this.nodeLatency[client].merge(open);
      this.latency.merge(open);
    }
    const close = (total: Histogram, window: Histogram) => {
      if (window.count === 0) return;
      total.merge(window);
      window.clear();
    };
    for (const node of seen) {
      close(this.nodeLatency[node], this.nodeWindow[node]);
      this.rebase(node);
    }
    this.linkWindow.forEach((window, i) => {
      close(this.linkLatency[i], window);
    });
    this.windowMs.value = this.clock.value;
  }

  /** Lets a node's integrals count from now on, so that they keep their precision in long runs. */
  private rebase(node: number): void {
    const { nodes } = this;
    const now = this.clock.value;
    const at = node << NODE_BITS;
    const span = now - nodes[at | SINCE];
    for (let level = at | BUSY; level <= (at | INSIDE); level++) nodes[level + AREA] += nodes[level] * span;
    nodes[at | SINCE] = now;
  }

  /** Requests of clients under way. */
  inFlight(): number {
    return this.totals.issued - this.totals.ok - this.totals.failed;
  }

  private enter(node: number): void {
    const { nodes } = this;
    const at = node << NODE_BITS;
    if (nodes[at | ARRIVALS]++ === 0) this.reach(node);
    nodes[at | INSIDE]++;
    nodes[at | (INSIDE + AREA)] -= this.clock.value - nodes[at | SINCE];
  }

  private reach(node: number): void {
    this.reached.push(node);
  }

  /** Returns where the node's figures begin. */
  private leave(node: number): number {
    const { nodes } = this;
    const at = node << NODE_BITS;
    nodes[at | INSIDE]--;
    nodes[at | (INSIDE + AREA)] += this.clock.value - nodes[at | SINCE];
    return at;
  }

  private fail(node: number, reason: number): void {
    this.nodes[(node << NODE_BITS) | FAILED]++;
    this.failuresByReason[node * REASONS + reason]++;
  }
}
