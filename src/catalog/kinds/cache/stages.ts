import { build } from "../../../testing/build";
import { durationMs, exponential, traffic, type Stage } from "../../../testing/stage";

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: { shards: 2, capacity: 50, ttlMs: 500, slots: 1, lookupTime: exponential(2) },
    place: (config) =>
      build({
        nodes: { c: traffic(300), x: ["cache", config], db: ["database", {}] },
        links: [["c", "x"], ["x", "db"]],
        durationMs,
      }),
  },
];
