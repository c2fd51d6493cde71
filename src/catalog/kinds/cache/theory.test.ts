import { describe, expect, it } from "vitest";
import { build, poisson, run } from "../../../testing/build";
import { exactFifoHitRatio, fifoHitRatio, lruHitRatio, perfectLfuHitRatio, zipfShares } from "../../../testing/caching-theory";
import { interval } from "../../../testing/queueing-theory";
import { constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const REPLICATIONS = 10;

/** The 99.9 % interval of the share of reads that the cache answers after its first reads, over ten seeds. */
function hitRatio(client: [string, Config], cache: Config, warmUpMs: number, durationMs: number) {
  const hits = (seed: number, untilMs: number) => {
    const { nodes } = run(
      build({
        nodes: { c: client, cache: ["cache", { lookupTime: constant(0), ttlMs: 0, ...cache }] },
        links: [["c", "cache"]],
        seed,
        durationMs: untilMs,
      }),
    );
    return { reads: nodes.cache.arrivals, hits: nodes.cache.gauges.hitRatio * nodes.cache.arrivals };
  };
  return interval(
    Array.from({ length: REPLICATIONS }, (_, i) => {
      const [cold, all] = [hits(i + 1, warmUpMs), hits(i + 1, durationMs)];
      return (all.hits - cold.hits) / (all.reads - cold.reads);
    }),
  );
}

const reads = (keys: number) => even(10_000, [{ name: "read", key: { type: "zipf", keys, exponent: 0.8 } }]);

describe("hit ratios, 10 replications, 99.9 %", () => {
  const shares = zipfShares(200, 0.8);
  const contains = ({ low, high, halfWidthRatio }: ReturnType<typeof interval>, expected: number) => {
    expect(halfWidthRatio).toBeLessThan(0.02);
    expect(low).toBeLessThanOrEqual(expected);
    expect(high).toBeGreaterThanOrEqual(expected);
  };

  it("LRU under Zipf: Che's approximation", () => {
    contains(hitRatio(reads(1000), { capacity: 100 }, 500, 5000), lruHitRatio(zipfShares(1000, 0.8), 100));
  });

  it.each(["fifo", "random"])("%s under Zipf: Gelenbe's product form, which Fricker's approximation meets", (type) => {
    const exact = exactFifoHitRatio(shares, 30);
    expect(fifoHitRatio(shares, 30)).toBeCloseTo(exact, 2);
    contains(hitRatio(reads(200), { capacity: 30, eviction: { type } }, 500, 5000), exact);
  });

  it("LFU that counts all keys: the most popular keys, and one place that changes hands", () => {
    contains(
      hitRatio(reads(200), { capacity: 30, eviction: { type: "lfu", counts: "all" } }, 10_000, 20_000),
      perfectLfuHitRatio(shares, 30),
    );
  });

  it("LFU that counts only what it keeps does worse than that, and better than none of it", () => {
    const { low, high } = hitRatio(reads(200), { capacity: 30, eviction: { type: "lfu" } }, 10_000, 20_000);
    expect(high).toBeLessThan(perfectLfuHitRatio(shares, 30));
    expect(low).toBeGreaterThan(exactFifoHitRatio(shares, 30));
  });

  // It does not reach LRU: what was used since it became a candidate goes all the same, as in Redis.
  it("sampled LRU lies between random and LRU, and nears LRU with more samples", () => {
    const sampled = (samples: number) => hitRatio(reads(1000), { capacity: 100, eviction: { type: "sampled-lru", samples } }, 500, 5000);
    const many = zipfShares(1000, 0.8);
    const [one, five, ten] = [1, 5, 10].map((samples) => sampled(samples));
    // One draw, and the pool never holds more: that is random.
    contains(one, fifoHitRatio(many, 100));
    expect(five.low).toBeGreaterThan(one.high);
    expect(ten.mean).toBeGreaterThan(five.mean);
    expect(ten.high).toBeLessThan(lruHitRatio(many, 100));
  });

  // An entry serves for its time from the miss on: lambda T reads hit for each one that misses.
  it.each([
    [0.5, 0],
    [1, 0],
    [5, 0],
    [1, 1],
  ])("a time to live of T under Poisson reads, lambda T = %d, jitter %d: lambda T / (1 + lambda T)", (load, ttlJitterRatio) => {
    const oneKey = [{ name: "read", key: { type: "uniform", keys: 1 } }];
    contains(hitRatio(poisson(1000, oneKey), { ttlMs: load, ttlJitterRatio }, 100, 40_000), load / (1 + load));
  });
});
