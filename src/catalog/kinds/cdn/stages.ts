import { build } from "../../../testing/build";
import { durationMs, exponential, onNode, type Stage, traffic } from "../../../testing/stage";

type Config = Record<string, unknown>;

/** The kind under test is node "x"; one client has a region, and the origin fails for a while. */
const place = (config: Config) =>
  build({
    nodes: {
      c: traffic(200),
      d: traffic(100),
      x: ["cdn", config],
      o: ["server", { replicas: 1, slots: 50, serviceTime: exponential(10) }],
    },
    links: [
      ["c", "x"],
      ["d", "x"],
      ["x", "o"],
    ],
    boundaries: { z: { members: ["d"] } },
    faults: [onNode("errors", "o", 1500, 500, { ratio: 0.7 })],
    durationMs,
  });
const small = { pops: 2, capacity: 30, ttlMs: 400 };

export const stages: readonly Stage[] = [
  { config: { ...small, ttlJitterRatio: 0.5, staleWhileRevalidateMs: 100, staleIfErrorMs: 300 }, place },
  { config: { ...small, shield: { capacity: 40, latency: exponential(5) } }, place },
  ...["sampled-lru", "lfu", "fifo", "random"].map((type) => ({ config: { ...small, eviction: { type } }, place })),
];
