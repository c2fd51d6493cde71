import { build } from "../../../testing/build";
import { hurried, waves } from "../../../testing/scaling-stage";
import { durationMs, exponential, onNode, type Stage, traffic, worker } from "../../../testing/stage";

const recording = Array.from({ length: 200 }, (_, i) => `${i * 5},${5 + (i % 7)}`).join("\n");
const errors = onNode("errors", "x", 0, durationMs, { ratio: 0.3 });

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: { replicas: 2, slots: 2, serviceTime: exponential(20), tries: 3, retryPauseMs: 10 },
    place: (config) =>
      build({
        nodes: { c: traffic(150), q: ["queue", { deliveryLimit: 2 }], x: ["worker", config], s: worker(5) },
        links: [
          ["c", "q"],
          ["q", "x"],
          ["x", "s"],
        ],
        faults: [errors],
        durationMs,
      }),
  },
  ...[
    { type: "lag", target: 4 },
    { type: "utilisation", targetRatio: 0.5 },
  ].map(
    (metric): Stage => ({
      config: { replicas: 2, slots: 2, serviceTime: exponential(30), autoscaling: hurried({ metric }) },
      place: (config) =>
        build({
          nodes: { c: waves, q: ["queue", {}], x: ["worker", config] },
          links: [
            ["c", "q"],
            ["q", "x"],
          ],
          durationMs,
        }),
    }),
  ),
  ...[{ upReplicas: 2, upPercent: 0 }, {}].map(
    (more): Stage => ({
      config: {
        replicas: 2,
        slots: 3,
        serviceTime: exponential(30),
        autoscaling: hurried({ metric: { type: "lag", target: 4 }, ...more }),
      },
      place: (config) =>
        build({
          nodes: { c: waves, q: ["queue", { prefetch: 3 }], x: ["worker", config] },
          links: [
            ["c", "q"],
            ["q", "x"],
          ],
          durationMs,
        }),
    }),
  ),
  {
    // Messages come in two bursts, and between them for longer than the cooldown there are none.
    config: {
      replicas: 2,
      slots: 2,
      serviceTime: exponential(10),
      autoscaling: hurried({ metric: { type: "lag", target: 4, toZero: true, cooldownMs: 500, pollMs: 150 } }),
    },
    place: (config) =>
      build({
        nodes: {
          c: [
            "client",
            {
              traffic: {
                type: "open",
                profile: {
                  type: "steps",
                  steps: [
                    { atMs: 0, ratePerSecond: 100 },
                    { atMs: 300, ratePerSecond: 0 },
                    { atMs: 2010, ratePerSecond: 200 },
                  ],
                },
              },
            },
          ],
          q: ["queue", {}],
          x: ["worker", config],
        },
        links: [
          ["c", "q"],
          ["q", "x"],
        ],
        durationMs,
      }),
  },
  {
    config: { replicas: 1, slots: 1, serviceTime: exponential(10) },
    place: (config) =>
      build({
        nodes: { c: ["client", { traffic: { type: "recorded", recording } }], q: ["queue", {}], x: ["worker", config] },
        links: [
          ["c", "q"],
          ["q", "x"],
        ],
        durationMs,
      }),
  },
];
