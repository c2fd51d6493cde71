import { build } from "../../../testing/build";
import { durationMs, onNode, type Stage, worker } from "../../../testing/stage";
import { constant } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** The kind under test is node "x": two operations of different priority, workers that fail now and then. */
const placed = (config: Config, faults: Config[]) =>
  build({
    nodes: {
      c: [
        "client",
        {
          traffic: { type: "open", profile: { type: "steady", ratePerSecond: 200 } },
          operations: [{ name: "a" }, { name: "b", priority: 3 }],
        },
      ],
      x: ["queue", config],
      s: worker(20, { slots: 2 }),
      d: ["queue", { maxLength: 10 }],
    },
    links: [
      ["c", "x"],
      ["x", "s"],
      ["x", "d", { deadLetter: true }],
    ],
    faults: [onNode("errors", "s", 0, durationMs, { ratio: 0.4 }), ...faults],
    durationMs,
  });

const scenes: readonly Config[] = [
  { messageTtlMs: 0, maxLength: 20 },
  { messageTtlMs: 100, maxLength: 1000, maxPriority: 2 },
  { overflow: "reject-publish", maxLength: 20, storage: { type: "quorum", members: 3, replicationTime: constant(5), electionMs: 300 } },
  { storage: { type: "classic", durable: true } },
];

export const stages: readonly Stage[] = [
  ...scenes.map(
    (more, i): Stage => ({
      config: { prefetch: 2, deliveryLimit: 2, ...more },
      place: (config) => placed(config, i < 2 ? [] : [onNode("crash", "x", 1500, 700, {}, [0])]),
    }),
  ),
  {
    // A consumer that hangs for longer than it may be silent.
    config: { prefetch: 2, heartbeatMs: 300 },
    place: (config) => placed(config, [onNode("pause", "s", 1000, 800)]),
  },
];
