import { mix } from "../../../base/mix";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { QuorumStoreConfig } from "./definition";

/** Versions that all nodes of a store keep together, at most. */
const MOST_VERSIONS = 1 << 20;
const MOST_CELLS = 1 << 16;

/** Which version of each key every node has, and which it has missed. A version is a number of its store's writes. */
export class Copies {
  /** By node of the plan: writes so far, copies of a key, and the nodes of the ring. */
  private readonly writes: Int32Array;
  readonly copies: Int32Array;
  private readonly ring: Int32Array;
  private readonly base: Int32Array;
  private readonly mask: Int32Array;
  /** By node of the plan: the newest acknowledged version of each cell of keys. */
  private readonly acknowledged: Int32Array[] = [];
  /** By replica: its version of each cell, and the newest that waits for it as a hint. */
  private readonly versions: Int32Array[] = [];
  private readonly hints: Int32Array[] = [];

  constructor(sim: Sim, nodes: readonly PlanNode[]) {
    const { length } = sim.plan.nodes;
    this.writes = new Int32Array(length);
    this.copies = new Int32Array(length);
    this.ring = new Int32Array(length);
    this.base = new Int32Array(length);
    this.mask = new Int32Array(length);
    for (const { index, replicaBase, replicas, config } of nodes) {
      let cells = MOST_CELLS;
      while (cells * replicas > MOST_VERSIONS) cells /= 2;
      this.mask[index] = cells - 1;
      this.ring[index] = replicas;
      this.base[index] = replicaBase;
      this.copies[index] = Math.min(replicas, (config as QuorumStoreConfig).copies);
      this.acknowledged[index] = new Int32Array(cells);
      for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
        this.versions[replica] = new Int32Array(cells);
        this.hints[replica] = new Int32Array(cells);
      }
    }
  }

  cellOf(node: number, key: number): number {
    return key & this.mask[node];
  }

  /** The nodes on the ring from the key's first copy on: the i-th. */
  onRing(node: number, cell: number, i: number): number {
    return this.base[node] + ((mix(cell) + i) % this.ring[node]);
  }

  nextVersion(node: number): number {
    return ++this.writes[node];
  }

  version(replica: number, cell: number): number {
    return this.versions[replica][cell];
  }

  store(replica: number, cell: number, version: number): void {
    if (version > this.versions[replica][cell]) this.versions[replica][cell] = version;
  }

  hint(replica: number, cell: number, version: number): void {
    if (version > this.hints[replica][cell]) this.hints[replica][cell] = version;
  }

  /** The node gets all that it has missed and that was kept for it. */
  handOff(replica: number): void {
    const hints = this.hints[replica];
    for (let cell = 0; cell < hints.length; cell++) this.store(replica, cell, hints[cell]);
    hints.fill(0);
  }

  acknowledge(node: number, cell: number, version: number): void {
    if (version > this.acknowledged[node][cell]) this.acknowledged[node][cell] = version;
  }

  /** The newest version that somebody was told is safe. */
  newest(node: number, cell: number): number {
    return this.acknowledged[node][cell];
  }
}
