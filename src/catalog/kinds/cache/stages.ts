import { build } from "../../../testing/build";
import { durationMs, exponential, onNode, type Stage, traffic } from "../../../testing/stage";

type Config = Record<string, unknown>;

/** The kind under test is node "x"; the store behind it is slow, and fails for a while. */
const place = (config: Config, store: Config = {}) =>
  build({
    nodes: { c: traffic(300), x: ["cache", config], db: ["database", { readTime: exponential(4), ...store }] },
    links: [
      ["c", "x"],
      ["x", "db"],
    ],
    faults: [onNode("errors", "db", 1500, 500, { ratio: 0.7 }), onNode("crash", "x", 2500, 50)],
    durationMs,
  });
const small = { capacity: 50, ttlMs: 500 };

export const stages: readonly Stage[] = [
  {
    config: { shards: 2, ...small, slots: 1, lookupTime: exponential(2), singleFlight: true },
    place: (config) =>
      build({
        nodes: { c: traffic(300), x: ["cache", config], db: ["database", {}] },
        links: [
          ["c", "x"],
          ["x", "db"],
        ],
        durationMs,
      }),
  },
  { config: { ...small, ttlJitterRatio: 0.5, staleWhileRevalidateMs: 100, staleIfErrorMs: 300 }, place },
  { config: { ...small, writes: "behind", flushIntervalMs: 100, flushKeys: 15, batchKeys: 4 }, place },
  { config: { hits: "fixed", hitRatio: 0.5 }, place },
  ...["sampled-lru", "lfu", "fifo", "random"].map((type) => ({ config: { ...small, eviction: { type } }, place })),
];
