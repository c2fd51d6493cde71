import type { Sim } from "../../../engine/sim";
import { CELLS, type Shards } from "./shards";

/** Which reads miss an acknowledged commit. */
export class Freshness {
  /** By node. */
  readonly staleReads: Float64Array;
  /** By node: position of the last acknowledged commit to each cell of keys. */
  private readonly cells: Float64Array[] = [];

  constructor(
    sim: Sim,
    private readonly shards: Shards,
  ) {
    this.staleReads = new Float64Array(sim.plan.nodes.length);
    for (let shard = 0; shard < shards.total; shard++) {
      if (shards.size[shard] > 1) this.cells[shards.node[shard]] ??= new Float64Array(CELLS);
    }
  }

  /** A commit to this key is acknowledged. */
  written(shard: number, key: number, position: number): void {
    const cells = this.cells[this.shards.node[shard]];
    if (cells !== undefined && position > cells[key & (CELLS - 1)]) cells[key & (CELLS - 1)] = position;
  }

  /** A read of an instance that sees commits up to `applied[replica]`; the leader sees all. */
  read(replica: number, key: number, applied: Float64Array): void {
    const shard = this.shards.of[replica];
    if (this.shards.leader[shard] === replica) return;
    const node = this.shards.node[shard];
    if (this.cells[node][key & (CELLS - 1)] > applied[replica]) this.staleReads[node]++;
  }

  /** Commits behind this position are lost: nobody can be expected to know them. */
  forget(shard: number, position: number): void {
    const node = this.shards.node[shard];
    const cells = this.cells[node];
    for (let cell = 0; cell < CELLS; cell++) {
      if (cells[cell] > position && this.shards.forKey(node, cell) === shard) cells[cell] = position;
    }
  }
}
