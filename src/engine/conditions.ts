import type { Stream } from "../base/stream";
import type { FaultSurface, ScopePart } from "./plan";
import type { Sim } from "./sim";

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
  /** By path and direction: requests at 2 x path, replies at 2 x path + 1. */
  readonly addedMs: Float64Array;
  readonly jitterMs: Float64Array;
  /** Loss by faults alone, 0..1. */
  readonly lossRatio: Float64Array;
  /** Share of messages that are delivered twice, end in a reset connection, or arrive corrupt. */
  readonly duplicateRatio: Float64Array;
  readonly resetRatio: Float64Array;
  readonly corruptRatio: Float64Array;
  /** 1 where any of these acts. */
  readonly spoils: Uint8Array;
  /** The narrowest bandwidth that faults leave; Infinity where they leave all. */
  readonly bytesPerMs: Float64Array;
  /** 1 where nothing gets through. */
  readonly isCut: Uint8Array;
  /** By node. */
  readonly trafficFactor: Float64Array;
  /** What only some kinds know of, by name: 0 is as usual. */
  private readonly columns: Record<ScopePart, Record<string, Float64Array>> = { replicas: {}, nodes: {}, links: {} };
  readonly nodeOfReplica: Int32Array;
  private readonly errorStreams: Stream[];
  private readonly watchers: (() => void)[] = [];

  constructor(private readonly sim: Sim) {
    const { replicas, paths, nodes } = sim.plan;
    const ways = 2 * paths.length;
    this.isDown = new Uint8Array(replicas);
    this.isStopped = new Uint8Array(replicas);
    this.isPaused = new Uint8Array(replicas);
    this.slowFactor = new Float64Array(replicas).fill(1);
    this.errorRatio = new Float64Array(replicas);
    this.addedMs = new Float64Array(ways);
    this.jitterMs = new Float64Array(ways);
    this.lossRatio = new Float64Array(ways);
    this.duplicateRatio = new Float64Array(ways);
    this.resetRatio = new Float64Array(ways);
    this.corruptRatio = new Float64Array(ways);
    this.spoils = new Uint8Array(ways);
    this.bytesPerMs = new Float64Array(ways).fill(Number.POSITIVE_INFINITY);
    this.isCut = new Uint8Array(ways);
    this.trafficFactor = new Float64Array(nodes.length).fill(1);
    this.nodeOfReplica = new Int32Array(replicas);
    this.errorStreams = nodes.map((node) => sim.stream(`node:${node.id}:errors`));
    for (const node of nodes) this.nodeOfReplica.fill(node.index, node.replicaBase, node.replicaBase + node.replicas);
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
    this.duplicateRatio.fill(0);
    this.resetRatio.fill(0);
    this.corruptRatio.fill(0);
    this.bytesPerMs.fill(Number.POSITIVE_INFINITY);
    this.isCut.fill(0);
    this.trafficFactor.fill(1);
    for (const named of Object.values(this.columns)) for (const column of Object.values(named)) column.fill(0);
    this.sim.faults.contribute(this);
    for (let way = 0; way < this.spoils.length; way++) {
      const worst = this.duplicateRatio[way] + this.resetRatio[way] + this.corruptRatio[way];
      this.spoils[way] = worst > 0 ? 1 : 0;
    }
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
    return ratio > 0 && this.errorStreams[this.nodeOfReplica[replica]].chance(ratio);
  }

  nodeOf(replica: number): number {
    return this.nodeOfReplica[replica];
  }

  /** Whether messages in this direction fare worse than usual, short of being cut off. */
  impairs(way: number): boolean {
    return (
      this.addedMs[way] > 0 ||
      this.jitterMs[way] > 0 ||
      this.lossRatio[way] > 0 ||
      this.spoils[way] === 1 ||
      this.bytesPerMs[way] < Number.POSITIVE_INFINITY
    );
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
    this.errorRatio[replica] = either(this.errorRatio[replica], ratio);
  }

  addLatency(way: number, addedMs: number, jitterMs: number): void {
    this.addedMs[way] += addedMs;
    this.jitterMs[way] += jitterMs;
  }

  lose(way: number, ratio: number): void {
    this.lossRatio[way] = either(this.lossRatio[way], ratio);
  }

  duplicate(way: number, ratio: number): void {
    this.duplicateRatio[way] = either(this.duplicateRatio[way], ratio);
  }

  reset(way: number, ratio: number): void {
    this.resetRatio[way] = either(this.resetRatio[way], ratio);
  }

  corrupt(way: number, ratio: number): void {
    this.corruptRatio[way] = either(this.corruptRatio[way], ratio);
  }

  narrow(way: number, bytesPerMs: number): void {
    this.bytesPerMs[way] = Math.min(this.bytesPerMs[way], bytesPerMs);
  }

  cut(way: number): void {
    this.isCut[way] = 1;
  }

  raise(part: ScopePart, name: string, index: number, amount: number): void {
    this.column(part, name)[index] += amount;
  }

  traffic(node: number, factor: number): void {
    this.trafficFactor[node] *= factor;
  }
}

/** The chance that at least one of two things happens that know nothing of each other. */
function either(a: number, b: number): number {
  return 1 - (1 - a) * (1 - b);
}
