import { mix } from "../../../base/mix";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { DatabaseConfig } from "./definition";

export const NONE = -1;
/** Keys are folded into this many cells; two keys in one cell can make a fresh read look stale, never the reverse. */
export const CELLS = 1 << 16;

/** Which instances are whose: each shard of each database is a run of instances, one of which leads. */
export class Shards {
  /** By node: its first shard, and how many it has. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** By shard: its node, its first instance, and how many it has. */
  readonly node: Int32Array;
  readonly base: Int32Array;
  readonly size: Int32Array;
  /** By shard: the instance that rightfully accepts writes, or NONE. */
  readonly leader: Int32Array;
  /** By shard: a deposed leader that nobody has told, or NONE. */
  readonly rogue: Int32Array;
  /** By replica. */
  readonly of: Int32Array;
  /** All of them. */
  readonly total: number;

  constructor(sim: Sim, nodes: readonly PlanNode[]) {
    this.first = new Int32Array(sim.plan.nodes.length);
    this.count = new Int32Array(sim.plan.nodes.length);
    this.of = new Int32Array(sim.plan.replicas).fill(NONE);
    let total = 0;
    for (const node of nodes) {
      this.first[node.index] = total;
      this.count[node.index] = (node.config as DatabaseConfig).shards;
      total += this.count[node.index];
    }
    this.total = total;
    this.node = new Int32Array(total);
    this.base = new Int32Array(total);
    this.size = new Int32Array(total);
    this.leader = new Int32Array(total);
    this.rogue = new Int32Array(total).fill(NONE);
    for (const node of nodes) {
      const size = node.replicas / this.count[node.index];
      for (let s = 0; s < this.count[node.index]; s++) {
        const shard = this.first[node.index] + s;
        this.node[shard] = node.index;
        this.size[shard] = size;
        this.base[shard] = node.replicaBase + s * size;
        this.leader[shard] = this.base[shard];
        this.of.fill(shard, this.base[shard], this.base[shard] + size);
      }
    }
  }

  /** Keys of one cell have one shard. */
  forKey(node: number, key: number): number {
    const count = this.count[node];
    return count === 1 ? this.first[node] : this.first[node] + (mix(key & (CELLS - 1)) % count);
  }

  /** It accepts writes, by right or not. */
  acts(replica: number): boolean {
    const shard = this.of[replica];
    return this.leader[shard] === replica || this.rogue[shard] === replica;
  }
}
