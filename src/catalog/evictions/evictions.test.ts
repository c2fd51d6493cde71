import { describe, expect, it } from "vitest";
import { Cell } from "../../base/cell";
import { STREAM_WORDS, Stream, seedStream } from "../../base/stream";
import { loadBehaviours } from "../behaviours";
import { Entries, FRESH } from "../caching/entries";
import { bindEviction, type EvictionConfig, evictions } from "./registry";

await loadBehaviours(evictions);

/** Asks for keys in turn and stores each that is missing; the keys that are kept in the end, in order. */
function kept(eviction: EvictionConfig, capacity: number, asked: readonly number[]): number[] {
  const stream = () => {
    const words = new Int32Array(STREAM_WORDS);
    seedStream(words, 0, 1, "test");
    return new Stream(words, 0);
  };
  const entries = new Entries(capacity, bindEviction(eviction, { capacity, stream }));
  const clock = new Cell();
  const never = new Cell();
  const forEver = new Cell(Number.POSITIVE_INFINITY);
  for (const key of asked) if (entries.look(key, clock, Float64Array.of(0), 0) !== FRESH) entries.store(key, forEver);
  return [...new Set(asked)].filter((key) => entries.readFreshUntil(key, never)).sort((a, b) => a - b);
}

describe("who goes when a cache is full", () => {
  const asked = [1, 2, 3, 1, 1, 2, 4];

  it("least recently used: 3, which was asked for before the others", () => {
    expect(kept({ type: "lru" }, 3, asked)).toEqual([1, 2, 4]);
    expect(kept({ type: "lru" }, 3, [1, 2, 3, 2, 3, 4])).toEqual([2, 3, 4]);
  });

  it("first in, first out: 1, however often it was asked for", () => {
    expect(kept({ type: "fifo" }, 3, asked)).toEqual([2, 3, 4]);
  });

  it("least frequently used: 3, then whoever of equals is unused for longest", () => {
    expect(kept({ type: "lfu", counts: "kept" }, 3, asked)).toEqual([1, 2, 4]);
    expect(kept({ type: "lfu", counts: "kept" }, 2, [1, 2, 3])).toEqual([2, 3]);
  });

  it("uses before an entry left count, or not", () => {
    // 3 leaves with two uses, for 2, and comes back: with its third use of all, or as new; then somebody goes for 4.
    const again = [3, 3, 1, 1, 1, 2, 2, 2, 3, 4];
    expect(kept({ type: "lfu", counts: "all" }, 2, again)).toEqual([3, 4]);
    expect(kept({ type: "lfu", counts: "kept" }, 2, again)).toEqual([2, 4]);
  });

  it("sampled: with as many draws as it takes it is LRU, and the pool remembers candidates", () => {
    expect(kept({ type: "sampled-lru", samples: 64 }, 3, asked)).toEqual([1, 2, 4]);
    expect(kept({ type: "sampled-lru", samples: 64 }, 3, [1, 2, 3, 2, 3, 4])).toEqual([2, 3, 4]);
  });

  it("random: each of the entries in some run, and the cache stays full", () => {
    const all = kept(
      { type: "random" },
      3,
      Array.from({ length: 50 }, (_, i) => i),
    );
    expect(all).toHaveLength(3);
    expect(all).toContain(49);
  });
});
