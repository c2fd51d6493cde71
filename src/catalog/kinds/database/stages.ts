import { build } from "../../../testing/build";
import { durationMs, exponential, onNode, type Stage, traffic } from "../../../testing/stage";

type Config = Record<string, unknown>;
const place =
  (ratePerSecond: number, faults: Config[] = []) =>
  (config: Config) =>
    build({ nodes: { c: traffic(ratePerSecond), x: ["database", config] }, links: [["c", "x"]], faults, durationMs });
const busy = { readTime: exponential(10), writeTime: exponential(20), readFrom: "any" };
const failover = { enabled: true, heartbeatMs: 100, ttlMs: 300, electionMs: 50, maxLagBytes: 2000, retryMs: 100 };

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  { config: { ...busy, connections: 4, waitLimit: 3, waitTimeoutMs: 20, parallelism: 2, standbys: 2 }, place: place(500) },
  {
    config: { ...busy, standbys: 3, replication: "quorum", syncStandbys: 2, replay: exponential(5), shards: 2 },
    place: place(200),
  },
  // The leader dies while its standbys lag; the one that takes its place is cut off and then comes back.
  {
    config: { ...busy, standbys: 2, lag: exponential(100), failover },
    place: place(200, [onNode("kill-leader", "x", 450, 2500), onNode("isolate-leader", "x", 1210, 1000, { callersRatio: 0.7 })]),
  },
  // The leader is cut off with most of its callers, and steps down before anybody takes its place.
  {
    config: { ...busy, standbys: 1, failover: { ...failover, ttlMs: 900 } },
    place: place(200, [onNode("isolate-leader", "x", 500, 2000, { callersRatio: 0.7 })]),
  },
  // Standbys answer, and show late what they have.
  { config: { ...busy, readFrom: "standbys", standbys: 1, replay: { type: "constant", valueMs: 30 } }, place: place(200) },
];
