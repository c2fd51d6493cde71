import { build } from "../../../testing/build";
import { durationMs, exponential, onNode, type Stage } from "../../../testing/stage";
import { constant } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Everything in a hurry, so that sessions, looks and retention are felt within seconds. */
const hurried = {
  brokers: 3,
  partitions: 4,
  lingerMs: 5,
  batchBytes: 1500,
  replicationTime: constant(8),
  deliveryTimeoutMs: 300,
  brokerSessionMs: 400,
  brokerHeartbeatMs: 100,
  replicaLagMs: 300,
  sessionMs: 500,
  heartbeatMs: 120,
  maxPollRecords: 8,
  maxPollIntervalMs: 400,
  commitIntervalMs: 200,
  retentionMs: 1000,
};

/** The kind under test is node "x". */
const placed = (config: Config, faults: Config[], worker: Config = {}) =>
  build({
    nodes: {
      c: [
        "client",
        {
          traffic: { type: "open", profile: { type: "steady", ratePerSecond: 200 } },
          operations: [{ name: "r", key: { type: "uniform", keys: 50 } }],
        },
      ],
      x: ["log", config],
      w: ["worker", { replicas: 2, serviceTime: exponential(8), ...worker }],
    },
    links: [
      ["c", "x"],
      ["x", "w"],
    ],
    faults,
    durationMs,
  });
const stalled = {
  id: "stalled",
  type: "stop-replication",
  target: { type: "node", id: "x", replicas: [2] },
  startMs: 300,
  durationMs: 900,
};

const scenes: readonly [Config, Config[], Config?][] = [
  // The usual, and consumers and brokers that come and go.
  [{}, [onNode("crash", "w", 500, 200, {}, [1]), onNode("crash", "x", 1600, 900, {}, [0])]],
  [
    { assignment: "cooperative-sticky", minInsync: 2 },
    [onNode("crash", "x", 400, 1000, {}, [1]), onNode("consumer-stopped", "w", 1800, 500, {}, [0])],
  ],
  // Consumers too slow for their poll interval, their topic's retention and size.
  [{ retentionBytes: 8000, maxPollRecords: 20 }, [stalled], { serviceTime: exponential(25) }],
  [
    { brokers: 2, replicationFactor: 2, acks: "1", uncleanElection: true },
    [onNode("crash", "x", 400, 1600, {}, [1]), onNode("crash", "x", 1500, 1200, {}, [0])],
  ],
];

export const stages: readonly Stage[] = scenes.map(([more, faults, worker]) => ({
  config: { ...hurried, ...more },
  place: (config) => placed(config, faults, worker),
}));
