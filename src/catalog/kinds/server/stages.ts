import { build } from "../../../testing/build";
import { hurried, waves } from "../../../testing/scaling-stage";
import { durationMs, exponential, onNode, type Stage, traffic, worker } from "../../../testing/stage";

const ranked = (ratePerSecond: number, priority: number): ReturnType<typeof traffic> => {
  const [kind, config] = traffic(ratePerSecond);
  return [kind, { ...config, operations: [{ name: `rank ${priority}`, priority }] }];
};

const scaled = (autoscaling: Record<string, unknown>): Stage => ({
  config: { replicas: 2, slots: 3, serviceTime: exponential(30), queueLimit: 50, autoscaling: hurried(autoscaling) },
  place: (config) => build({ nodes: { c: waves, x: ["server", config] }, links: [["c", "x"]], durationMs }),
});

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: { replicas: 1, slots: 1, serviceTime: exponential(10) },
    place: (config) =>
      build({
        nodes: { c: ["client", { traffic: { type: "recorded", recording: "0,30\n10\n20,5" } }], x: ["server", config] },
        links: [["c", "x"]],
        durationMs,
      }),
  },
  {
    config: { replicas: 2, slots: 2, serviceTime: exponential(10), queueLimit: 5 },
    place: (config) =>
      build({
        nodes: { c: traffic(400), x: ["server", config], a: worker(5), b: worker(5) },
        links: [
          ["c", "x"],
          ["x", "a"],
          ["x", "b"],
        ],
        durationMs,
      }),
  },
  scaled({ metric: { type: "utilisation", targetRatio: 0.5 } }),
  scaled({ metric: { type: "inFlight", target: 3 }, upReplicas: 2, upPercent: 0 }),
  scaled({ metric: { type: "queueLength", target: 2 } }),
  {
    // Too many requests of two priorities for cores that start cold after a crash.
    config: {
      work: "sharing",
      replicas: 1,
      slots: 4,
      cores: 1.5,
      heapRequests: 6,
      collectorRatio: 0.3,
      serviceTime: exponential(8),
      discipline: "adaptive-lifo",
      lifoAbove: 3,
      queueTimeoutMs: 60,
      queueTimeoutSpread: "exponential",
      shedding: [{ inside: 12, priority: 2 }],
      warmUpMs: 400,
      coldSpeedRatio: 0.5,
    },
    place: (config) =>
      build({
        nodes: { a: ranked(120, 1), b: ranked(120, 5), x: ["server", config] },
        links: [
          ["a", "x"],
          ["b", "x"],
        ],
        faults: [onNode("crash", "x", 300, 100)],
        durationMs,
      }),
  },
  ...["rfc8289", "facebook"].map(
    (codel): Stage => ({
      config: { replicas: 1, slots: 2, serviceTime: exponential(10), codel, codelTargetMs: 5, codelIntervalMs: 40 },
      place: (config) => build({ nodes: { c: traffic(260), x: ["server", config] }, links: [["c", "x"]], durationMs }),
    }),
  ),
  {
    config: {
      replicas: 2,
      slots: 3,
      serviceTime: exponential(4),
      steps: [
        { type: "work", ratio: 0.8, operations: ["read"] },
        { type: "work", time: exponential(3), ratio: 0.7, operations: ["read"] },
        { type: "call", to: "a", ratio: 0.6, operations: ["read"] },
        { type: "parallel", to: ["a", "b"], wait: "some", successes: 2, ratio: 0.9, operations: ["write"] },
        { type: "parallel", to: ["a", "b"], wait: "some", successes: 1, ratio: 0.9, operations: ["write"] },
        { type: "reply", ratio: 0.5, operations: ["write"] },
        { type: "publish", to: "b", confirm: false, ratio: 0.5, operations: ["read"] },
        { type: "work", time: exponential(2) },
      ],
    },
    place: (config) =>
      build({
        nodes: { c: traffic(150), x: ["server", config], a: worker(5), b: worker(9), d: worker(4) },
        links: [
          ["c", "x"],
          ["x", "a"],
          ["x", "b"],
          ["x", "d"],
        ],
        durationMs,
      }),
  },
];
