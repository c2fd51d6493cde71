import { build } from "../../../testing/build";
import { durationMs, exponential, type Stage, traffic, worker } from "../../../testing/stage";

type Config = Record<string, unknown>;

/** Two callers, two callees; the kind under test is node "x". */
const place = (config: Config) =>
  build({
    nodes: { c: traffic(150), d: traffic(50), x: ["api-gateway", config], s: worker(5), t: worker(5) },
    links: [
      ["c", "x"],
      ["d", "x"],
      ["x", "s", { operations: ["read"] }],
      ["x", "t"],
    ],
    durationMs,
  });

export const stages: readonly Stage[] = [
  {
    config: {
      replicas: 2,
      slots: 1,
      queueLimit: 3,
      overhead: exponential(4),
      authentication: { time: exponential(5), cacheTtlMs: 200 },
      rateLimit: { type: "leaky-bucket", ratePerSecond: 100, burst: 5, delayAfter: 1 },
      keysKept: 20,
    },
    place,
  },
  { config: { limitPer: "key", rateLimit: { type: "token-bucket", ratePerSecond: 2, burst: 3 }, keysKept: 50 }, place },
  { config: { limitPer: "caller", rateLimit: { type: "fixed-window", limit: 20, windowMs: 200, maxWaitMs: 50 } }, place },
  { config: { rateLimit: { type: "sliding-window", limit: 20, windowMs: 200 } }, place },
  { config: { rateLimit: { type: "sliding-log", limit: 20, windowMs: 200 } }, place },
];
