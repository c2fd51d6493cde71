import type { Stream } from "../base/stream";
import type { FaultScope, FaultSurface, PlanFault, ScopePart } from "./plan";
import type { Sim } from "./sim";

/** Faults at one instant: ends (ranks below this) come before starts. */
const FIRST_START = 1 << 19;

/**
 * What is broken at the moment. Every change is computed anew from all active faults, so that overlapping faults add
 * up and ending one restores exactly what was there.
 */
export class Conditions implements FaultSurface {
  readonly isDown: Uint8Array;
  /** 1 where no process runs though no fault holds it down: it boots, has stopped or was never started. */
  readonly isStopped: Uint8Array;
  readonly isPaused: Uint8Array;
  /** Service times are multiplied by this. */
  readonly slowFactor: Float64Array;
  /** Share of requests answered with an error. */
  readonly errorRatio: Float64Array;
  readonly addedMs: Float64Array;
  readonly jitterMs: Float64Array;
  /** Loss by faults alone, 0..1. */
  readonly lossRatio: Float64Array;
  readonly requestsCut: Uint8Array;
  readonly repliesCut: Uint8Array;
  /** By node. */
  readonly trafficFactor: Float64Array;
  /** What only some kinds know of, by name: 0 is as usual. */
  private readonly columns: Record<ScopePart, Record<string, Float64Array>> = { replicas: {}, nodes: {}, links: {} };
  readonly faults: PlanFault[];
  readonly active: boolean[] = [];
  /** By fault: what it hits, settled when it starts. */
  private readonly hit: FaultScope[] = [];

  readonly nodeOfReplica: Int32Array;
  private readonly errorStreams: Stream[];
  private readonly watchers: (() => void)[] = [];
  private readonly startCode: number;
  private readonly endCode: number;

  constructor(private readonly sim: Sim) {
    const { replicas, links, nodes, faults } = sim.plan;
    this.isDown = new Uint8Array(replicas);
    this.isStopped = new Uint8Array(replicas);
    this.isPaused = new Uint8Array(replicas);
    this.slowFactor = new Float64Array(replicas).fill(1);
    this.errorRatio = new Float64Array(replicas);
    this.addedMs = new Float64Array(links.length);
    this.jitterMs = new Float64Array(links.length);
    this.lossRatio = new Float64Array(links.length);
    this.requestsCut = new Uint8Array(links.length);
    this.repliesCut = new Uint8Array(links.length);
    this.trafficFactor = new Float64Array(nodes.length).fill(1);
    this.nodeOfReplica = new Int32Array(replicas);
    this.errorStreams = nodes.map((node) => sim.stream(`node:${node.id}:errors`));
    for (const node of nodes) this.nodeOfReplica.fill(node.index, node.replicaBase, node.replicaBase + node.replicas);
    this.faults = [...faults];
    this.startCode = sim.register((fault) => this.set(fault, true));
    this.endCode = sim.register((fault) => this.set(fault, false));
  }

  scheduleFaults(): void {
    this.faults.forEach((_, fault) => {
      this.schedule(fault);
    });
  }

  /** Adds a fault to a run under way; its start must lie ahead. */
  add(fault: PlanFault): number {
    this.faults.push(fault);
    this.schedule(this.faults.length - 1);
    return this.faults.length - 1;
  }

  /** Ends a fault at a time ahead [ms], whatever its planned end. */
  end(fault: number, atMs: number): void {
    this.faults[fault] = { ...this.faults[fault], endMs: atMs };
    this.sim.due[0] = atMs;
    this.sim.postFault(fault, this.endCode, fault);
  }

  /** Calls `watcher` after every change of what is up or down. */
  watch(watcher: () => void): void {
    this.watchers.push(watcher);
  }

  /**
   * How much of a named condition acts on each replica, node or link: the sum over the active faults. The array stays
   * the same for the whole run; changes are told to watchers.
   */
  column(part: ScopePart, name: string): Float64Array {
    const { replicas, nodes, links } = this.sim.plan;
    const sizes = { replicas, nodes: nodes.length, links: links.length };
    this.columns[part][name] ??= new Float64Array(sizes[part]);
    return this.columns[part][name];
  }

  private schedule(fault: number): void {
    const { startMs, endMs } = this.faults[fault];
    this.active[fault] = false;
    this.sim.due[0] = startMs;
    this.sim.postFault(FIRST_START + fault, this.startCode, fault);
    if (endMs === Number.POSITIVE_INFINITY) return;
    this.sim.due[0] = endMs;
    this.sim.postFault(fault, this.endCode, fault);
  }

  private set(fault: number, active: boolean): void {
    // An end that was moved forward or back leaves its old event behind; only the current one counts.
    if (!active && this.faults[fault].endMs !== this.sim.clock[0]) return;
    // Cleared before it began.
    if (active && this.faults[fault].endMs <= this.sim.clock[0]) return;
    if (this.active[fault] === active) return;
    this.active[fault] = active;
    if (active) this.hit[fault] = this.hitBy(this.faults[fault]);
    this.reconsider();
  }

  private hitBy({ scope, onLeaders }: PlanFault): FaultScope {
    if (onLeaders !== true) return scope;
    const leads = (replica: number) => this.sim.handlers[this.nodeOfReplica[replica]].leads?.(replica) === true;
    return { ...scope, replicas: scope.replicas.filter(leads) };
  }

  /** Works out anew what is up, after a change of the active faults or of `isStopped`, and tells everybody. */
  reconsider(): void {
    const wasDown = this.isDown.slice();
    const wasPaused = this.isPaused.slice();
    const wasTraffic = this.trafficFactor.slice();
    this.isDown.set(this.isStopped);
    this.isPaused.fill(0);
    this.slowFactor.fill(1);
    this.errorRatio.fill(0);
    this.addedMs.fill(0);
    this.jitterMs.fill(0);
    this.lossRatio.fill(0);
    this.requestsCut.fill(0);
    this.repliesCut.fill(0);
    this.trafficFactor.fill(1);
    for (const named of Object.values(this.columns)) for (const column of Object.values(named)) column.fill(0);
    this.faults.forEach((fault, i) => {
      if (this.active[i]) fault.contribute(this, this.hit[i]);
    });
    for (let replica = 0; replica < this.isDown.length; replica++) {
      const handlers = this.sim.handlers[this.nodeOfReplica[replica]];
      if (this.isDown[replica] > wasDown[replica]) handlers.crashed(replica);
      if (this.isPaused[replica] > wasPaused[replica]) handlers.paused(replica);
      if (this.isPaused[replica] < wasPaused[replica]) {
        handlers.resumed(replica);
        this.sim.flow.resume(replica);
      }
      if (this.isDown[replica] < wasDown[replica]) handlers.restarted(replica);
    }
    this.trafficFactor.forEach((factor, node) => {
      if (factor !== wasTraffic[node]) this.sim.handlers[node].trafficChanged?.(node);
    });
    this.sim.meter.capacityChanged();
    for (const watcher of this.watchers) watcher();
  }

  /** Draws whether an error fault spoils a request at this replica. */
  fails(replica: number): boolean {
    const ratio = this.errorRatio[replica];
    return ratio > 0 && this.errorStreams[this.nodeOfReplica[replica]].uniform() < ratio;
  }

  nodeOf(replica: number): number {
    return this.nodeOfReplica[replica];
  }

  down(replica: number): void {
    this.isDown[replica] = 1;
  }

  pause(replica: number): void {
    this.isPaused[replica] = 1;
  }

  slow(replica: number, factor: number): void {
    this.slowFactor[replica] *= factor;
  }

  errors(replica: number, ratio: number): void {
    this.errorRatio[replica] = 1 - (1 - this.errorRatio[replica]) * (1 - ratio);
  }

  addLatency(link: number, addedMs: number, jitterMs: number): void {
    this.addedMs[link] += addedMs;
    this.jitterMs[link] += jitterMs;
  }

  lose(link: number, ratio: number): void {
    this.lossRatio[link] = 1 - (1 - this.lossRatio[link]) * (1 - ratio);
  }

  cut(link: number, requests: boolean, replies: boolean): void {
    if (requests) this.requestsCut[link] = 1;
    if (replies) this.repliesCut[link] = 1;
  }

  raise(part: ScopePart, name: string, index: number, amount: number): void {
    this.column(part, name)[index] += amount;
  }

  traffic(node: number, factor: number): void {
    this.trafficFactor[node] *= factor;
  }
}
