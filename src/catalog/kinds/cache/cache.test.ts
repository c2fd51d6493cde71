import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const one = (access: string, name = access) => [{ name, access, key: { type: "uniform", keys: 1 } }];
const cache = (config: Config): [string, Config] => ["cache", { lookupTime: constant(0), ttlMs: 0, ...config }];

describe("cache", () => {
  it("an entry lives for its time to live from when it was stored, however often it is read", () => {
    // Reads at 30, 60, ..., 990; stored at 30 + 120 k, of which there are nine.
    const bare = run(
      build({ nodes: { c: even(1000 / 30, one("read")), cache: cache({ ttlMs: 100 }) }, links: [["c", "cache"]], durationMs: 1000 }),
    );
    expect(bare.nodes.cache.gauges.hitRatio).toBeCloseTo(24 / 33, 6);
  });

  it("a miss asks behind it, a hit does not", () => {
    const { links, nodes, latencyMs } = run(
      build({
        nodes: { c: burst(10, 20, 0, one("read")), cache: cache({ lookupTime: constant(2) }), db: ["database", { readTime: constant(5) }] },
        links: [
          ["c", "cache"],
          ["cache", "db"],
        ],
        durationMs: 1000,
      }),
    );
    expect(links["cache-db"].calls).toBe(1);
    expect(nodes.cache.gauges).toMatchObject({ entries: 1, evictions: 0 });
    expect(latencyMs.max).toBe(7);
    expect(latencyMs.mean).toBeCloseTo((7 + 9 * 2) / 10, 9);
  });

  it("a crash empties it", () => {
    const session = sessionOf(
      build({
        nodes: { c: even(100, one("read")), cache: cache({}) },
        links: [["c", "cache"]],
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "cache" }, startMs: 505, durationMs: 10 }],
        durationMs: 1000,
      }),
    );
    const gauges = (ms: number) => at(session, ms).result().nodes.cache.gauges;
    expect(gauges(504)).toMatchObject({ entries: 1, hitRatio: expect.closeTo(49 / 50, 6) });
    expect(gauges(505).entries).toBe(0);
    // 510 was refused; of the reads at 10-500 and 520-1000 the first after each start missed.
    expect(gauges(1000)).toMatchObject({ entries: 1, hitRatio: expect.closeTo(97 / 99, 6) });
  });

  it.each([
    // Write at 30, read at 40, write at 50, read at 60.
    ["through", 1],
    ["around", 0],
  ])("writes %s", (writes, hitRatio) => {
    const hits = (behind: boolean) =>
      run(
        build({
          nodes: {
            w: burst(2, 20, 10, one("write")),
            r: burst(2, 20, 20, one("read")),
            cache: cache({ writes }),
            ...(behind ? { db: ["database", { readTime: constant(1), writeTime: constant(1) }] as [string, Config] } : {}),
          },
          links: [["w", "cache"], ["r", "cache"], ...(behind ? [["cache", "db"] as [string, string]] : [])],
          durationMs: 100,
        }),
      ).nodes.cache.gauges.hitRatio;
    expect(hits(true)).toBe(hitRatio);
    expect(hits(false)).toBe(hitRatio);
  });

  it("whoever keeps it aside goes past it while it is down: by a fallback on their link", () => {
    const { links, requests } = run(
      build({
        nodes: { c: even(100, one("read")), s: steadyServer(0, { slots: 10 }), cache: cache({}), db: steadyServer(1, { slots: 10 }) },
        links: [
          ["c", "s"],
          ["s", "cache", {}, { fallback: { to: { type: "link", link: "s-db" } } }],
          ["s", "db", { callRatio: 0 }],
          ["cache", "db"],
        ],
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "cache" }, startMs: 505, durationMs: 200 }],
        durationMs: 1000,
      }),
    );
    expect(requests.failed).toBe(0);
    // Reads from 510 to 700; the cache itself asks at 10 and, empty, at 710.
    expect(links["s-db"].calls).toBe(20);
    expect(links["cache-db"].calls).toBe(2);
  });

  it("keys spread over the shards, each with its own capacity", () => {
    const entries = (shards: number) =>
      run(
        build({
          nodes: { c: even(1000, [{ name: "read", key: { type: "uniform", keys: 500 } }]), cache: cache({ shards, capacity: 50 }) },
          links: [["c", "cache"]],
          durationMs: 5000,
        }),
      ).nodes.cache.gauges.entries;
    expect(entries(1)).toBe(50);
    expect(entries(4)).toBe(200);
  });
});
