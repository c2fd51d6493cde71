import { Digest } from "../base/digest";
import { Histogram } from "../base/histogram";
import { OK, OUTCOMES } from "./outcome";
import type { Sim } from "./sim";

const REASONS = OUTCOMES.length;

/** Rows of the node and link tables are doubles, so that counts above 2^31 stay exact. */
export class Meter {
  // Requests of all clients.
  readonly totals = { issued: 0, ok: 0, good: 0, failed: 0 };
  readonly reasons = new Float64Array(REASONS);
  /** End-to-end latency of ok requests: of closed windows, and of the open one. */
  readonly latency = new Histogram();
  readonly windowLatency = new Histogram();
  readonly digest = new Digest();

  // By node.
  readonly arrivals: Float64Array;
  readonly served: Float64Array;
  readonly failures: Float64Array;
  readonly failuresByReason: Float64Array;
  readonly busy: Float64Array;
  readonly queued: Float64Array;
  readonly queuedMax: Float64Array;
  readonly inside: Float64Array;
  readonly capacity: Float64Array;
  readonly busyArea: Float64Array;
  readonly queuedArea: Float64Array;
  readonly insideArea: Float64Array;
  readonly capacityArea: Float64Array;
  readonly waitCount: Float64Array;
  readonly waitSum: Float64Array;
  /** Sum of the times spent at the node by all that left it [ms]; with `insideArea` it shows Little's law. */
  readonly stayed: Float64Array;
  /** Sum of the arrival times of those still inside [ms]. */
  readonly arrivedSum: Float64Array;
  readonly nodeLatency: Histogram[];
  readonly nodeWindow: Histogram[];
  private readonly sinceMs: Float64Array;

  // By link, of whole calls (retries included).
  readonly calls: Float64Array;
  readonly callsOk: Float64Array;
  readonly callFailures: Float64Array;
  readonly attempts: Float64Array;
  readonly retries: Float64Array;
  readonly late: Float64Array;
  readonly outstanding: Float64Array;
  readonly linkLatency: Histogram[];
  readonly linkWindow: Histogram[];

  private readonly capacityListeners: (() => void)[] = [];

  constructor(private readonly sim: Sim) {
    const { nodes, links } = sim.plan;
    const perNode = () => new Float64Array(nodes.length);
    const perLink = () => new Float64Array(links.length);
    this.arrivals = perNode();
    this.served = perNode();
    this.failures = perNode();
    this.failuresByReason = new Float64Array(nodes.length * REASONS);
    this.busy = perNode();
    this.queued = perNode();
    this.queuedMax = perNode();
    this.inside = perNode();
    this.capacity = perNode();
    this.busyArea = perNode();
    this.queuedArea = perNode();
    this.insideArea = perNode();
    this.capacityArea = perNode();
    this.waitCount = perNode();
    this.waitSum = perNode();
    this.stayed = perNode();
    this.arrivedSum = perNode();
    this.sinceMs = perNode();
    this.nodeLatency = nodes.map(() => new Histogram());
    this.nodeWindow = nodes.map(() => new Histogram());
    this.calls = perLink();
    this.callsOk = perLink();
    this.callFailures = new Float64Array(links.length * REASONS);
    this.attempts = perLink();
    this.retries = perLink();
    this.late = perLink();
    this.outstanding = perLink();
    this.linkLatency = links.map(() => new Histogram());
    this.linkWindow = links.map(() => new Histogram());
  }

  issued(): void {
    this.totals.issued++;
  }

  /** A client's request has ended. */
  requestEnded(call: number): void {
    const { calls, clock, scratch, plan } = this.sim;
    const cause = calls.cause[call];
    this.digest.add(clock, (calls.operation[call] << 8) | cause);
    if (calls.outcome[call] !== OK) {
      this.totals.failed++;
      this.reasons[cause]++;
      return;
    }
    this.totals.ok++;
    scratch[0] = clock[0] - calls.sentMs[call];
    if (scratch[0] <= plan.operations[calls.operation[call]].deadlineMs) this.totals.good++;
    this.windowLatency.record(scratch);
  }

  /** A call enters a node. */
  entered(node: number, call: number): void {
    this.integrate(node);
    const now = this.sim.clock[0];
    this.sim.calls.arrivedMs[call] = now;
    this.arrivals[node]++;
    this.inside[node]++;
    this.arrivedSum[node] += now;
  }

  /** A client sends a request: it is inside its client until it ends. */
  sent(node: number, call: number): void {
    this.integrate(node);
    this.arrivals[node]++;
    this.inside[node]++;
    this.arrivedSum[node] += this.sim.calls.sentMs[call];
  }

  /** A client's request leaves its client. */
  returned(node: number, call: number): void {
    const { calls, scratch } = this.sim;
    scratch[0] = calls.sentMs[call];
    this.leave(node, calls.outcome[call], calls.cause[call]);
  }

  /** A call leaves a node with its answer. */
  left(node: number, call: number, outcome: number, cause: number): void {
    const { calls, scratch } = this.sim;
    scratch[0] = calls.arrivedMs[call];
    this.leave(node, outcome, cause);
  }

  /** What arrived at `scratch[0]` [ms] leaves. */
  private leave(node: number, outcome: number, cause: number): void {
    this.integrate(node);
    const { clock, scratch } = this.sim;
    const arrivedMs = scratch[0];
    this.inside[node]--;
    this.arrivedSum[node] -= arrivedMs;
    scratch[0] = clock[0] - arrivedMs;
    this.stayed[node] += scratch[0];
    if (outcome === OK) {
      this.served[node]++;
      this.nodeWindow[node].record(scratch);
    } else {
      this.failures[node]++;
      this.failuresByReason[node * REASONS + cause]++;
    }
  }

  /** Work on a call begins after its wait. */
  waited(node: number, call: number): void {
    this.waitCount[node]++;
    this.waitSum[node] += this.sim.clock[0] - this.sim.calls.arrivedMs[call];
  }

  changeBusy(node: number, by: number): void {
    this.integrate(node);
    this.busy[node] += by;
  }

  changeQueued(node: number, by: number): void {
    this.integrate(node);
    const queued = this.queued[node] + by;
    this.queued[node] = queued;
    if (queued > this.queuedMax[node]) this.queuedMax[node] = queued;
  }

  setCapacity(node: number, slots: number): void {
    this.integrate(node);
    this.capacity[node] = slots;
  }

  /** Kinds with slots tell how many are up, now and after every change of conditions. */
  onCapacity(listener: () => void): void {
    this.capacityListeners.push(listener);
  }

  capacityChanged(): void {
    for (const listener of this.capacityListeners) listener();
  }

  callStarted(link: number): void {
    this.calls[link]++;
    this.outstanding[link]++;
  }

  attempted(link: number): void {
    this.attempts[link]++;
  }

  retried(link: number): void {
    this.retries[link]++;
  }

  lateReply(link: number): void {
    this.late[link]++;
  }

  callEnded(call: number): void {
    const { calls, clock, scratch } = this.sim;
    const link = calls.link[call];
    this.outstanding[link]--;
    const outcome = calls.outcome[call];
    if (outcome !== OK) {
      this.callFailures[link * REASONS + outcome]++;
      return;
    }
    this.callsOk[link]++;
    scratch[0] = clock[0] - calls.sentMs[call];
    this.linkWindow[link].record(scratch);
  }

  /** Brings the time integrals of a node up to now. */
  integrate(node: number): void {
    const now = this.sim.clock[0];
    const span = now - this.sinceMs[node];
    if (span === 0) return;
    this.sinceMs[node] = now;
    this.busyArea[node] += this.busy[node] * span;
    this.queuedArea[node] += this.queued[node] * span;
    this.insideArea[node] += this.inside[node] * span;
    this.capacityArea[node] += this.capacity[node] * span;
  }

  /** Ends a window: its histograms join the totals. The caller has read them before. */
  closeWindow(): void {
    const close = (total: Histogram, window: Histogram) => {
      total.merge(window);
      window.clear();
    };
    close(this.latency, this.windowLatency);
    this.nodeWindow.forEach((window, i) => {
      close(this.nodeLatency[i], window);
    });
    this.linkWindow.forEach((window, i) => {
      close(this.linkLatency[i], window);
    });
  }

  /** Requests of clients under way. */
  inFlight(): number {
    return this.totals.issued - this.totals.ok - this.totals.failed;
  }
}
