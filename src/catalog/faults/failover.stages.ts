import { build } from "../../testing/build";
import { durationMs, exponential, type FaultStage, traffic } from "../../testing/stage";

const config = { standbys: 2, connections: 6, readTime: exponential(10), writeTime: exponential(20), failover: { electionMs: 300 } };

/** A database with standbys; the fault is aimed at node "x". */
export const stages: readonly FaultStage[] = [
  {
    target: { type: "node", id: "x" },
    place: (fault) => build({ nodes: { c: traffic(200), x: ["database", config] }, links: [["c", "x"]], faults: [fault], durationMs }),
  },
];
