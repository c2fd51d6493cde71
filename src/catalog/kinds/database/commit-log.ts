import type { Sim } from "../../../engine/sim";
import { CELLS, type Shards } from "./shards";

/** Commits of a shard that are remembered, at least. */
const LEAST_REMEMBERED = 1 << 10;

/** The log of each shard: how far it goes, and when its last commits were made. A position is a commit's number. */
export class CommitLog {
  /** By shard: position of the last commit, and bytes up to there. */
  readonly end: Float64Array;
  readonly bytes: Float64Array;
  /** By shard: times [ms], and bytes of the log up to there, of the last commits, in a ring over their positions. */
  private readonly timesMs: Float64Array[] = [];
  private readonly bytesAt: Float64Array[] = [];

  constructor(
    private readonly sim: Sim,
    shards: Shards,
    /** 1 by node where somebody asks how many bytes an instance lacks. */
    isMeasured: Uint8Array,
  ) {
    this.end = new Float64Array(shards.total);
    this.bytes = new Float64Array(shards.total);
    for (let shard = 0; shard < shards.total; shard++) {
      let remembered = CELLS;
      while (remembered > LEAST_REMEMBERED && remembered * shards.count[shards.node[shard]] > CELLS) remembered /= 2;
      if (shards.size[shard] === 1) remembered = 1;
      this.timesMs[shard] = new Float64Array(remembered);
      this.bytesAt[shard] = new Float64Array(isMeasured[shards.node[shard]] === 1 ? remembered : 1);
    }
  }

  /** Returns the position of a new commit. */
  append(shard: number, bytes: number): number {
    const position = ++this.end[shard];
    this.bytes[shard] += bytes;
    const times = this.timesMs[shard];
    const sizes = this.bytesAt[shard];
    times[position & (times.length - 1)] = this.sim.clock.value;
    sizes[position & (sizes.length - 1)] = this.bytes[shard];
    return position;
  }

  /** What was written after the position is gone. */
  cut(shard: number, position: number): void {
    this.bytes[shard] = this.bytesUpTo(shard, position);
    this.end[shard] = position;
  }

  /** Bytes up to a position [B]; 0 where it is further back than the ring remembers. */
  bytesUpTo(shard: number, position: number): number {
    const ring = this.bytesAt[shard];
    if (position === this.end[shard]) return this.bytes[shard];
    return this.end[shard] - position >= ring.length ? 0 : ring[position & (ring.length - 1)];
  }

  /** Age of the oldest commit after the position [ms]; further back than remembered, the oldest known stands in. */
  ageMs(shard: number, position: number): number {
    const behind = this.end[shard] - position;
    if (behind === 0) return 0;
    const ring = this.timesMs[shard];
    const oldest = this.end[shard] - Math.min(behind, ring.length) + 1;
    return this.sim.clock.value - ring[oldest & (ring.length - 1)];
  }
}
