import { build } from "../../testing/build";
import { durationMs, exponential, type FaultStage, traffic } from "../../testing/stage";

const config = { shards: 2, standbys: 2, connections: 6, readTime: exponential(10), writeTime: exponential(20), readFrom: "any" };

/** A database whose standbys lag; the fault is aimed at node "x". */
export const stages: readonly FaultStage[] = [
  {
    target: { type: "node", id: "x" },
    place: (fault) => build({ nodes: { c: traffic(200), x: ["database", config] }, links: [["c", "x"]], faults: [fault], durationMs }),
  },
];
