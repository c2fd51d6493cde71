import { build } from "../../../testing/build";
import { durationMs, exponential, traffic, type Stage } from "../../../testing/stage";

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: { connections: 4, waitLimit: 3, parallelism: 2, readTime: exponential(10), writeTime: exponential(20), standbys: 2, readFrom: "any" },
    place: (config) => build({ nodes: { c: traffic(500), x: ["database", config] }, links: [["c", "x"]], durationMs }),
  },
];
