import { build } from "../../../testing/build";
import { durationMs, exponential, onNode, type Stage, traffic } from "../../../testing/stage";

type Config = Record<string, unknown>;
const place =
  (faults: Config[] = []) =>
  (config: Config) =>
    build({ nodes: { c: traffic(300), x: ["quorum-store", config] }, links: [["c", "x"]], faults, durationMs });

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: {
      nodes: 5,
      readQuorum: 1,
      writeQuorum: 1,
      hop: exponential(5),
      handoffMs: 200,
      hintWindowMs: 300,
      timeoutMs: 40,
      parallelism: 2,
      readTime: exponential(4),
    },
    place: place([onNode("crash", "x", 500, 900, {}, [0, 1]), onNode("pause", "x", 1800, 400, {}, [2])]),
  },
  // A node that comes back answers with what it missed until the hints are there.
  {
    config: { readQuorum: 1, writeQuorum: 1, readsAsk: "quorum", readRepair: false, handoffMs: 300 },
    place: place([onNode("crash", "x", 500, 900, {}, [0])]),
  },
];
