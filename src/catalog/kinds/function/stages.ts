import { build } from "../../../testing/build";
import { waves } from "../../../testing/scaling-stage";
import { durationMs, exponential, type Stage, worker } from "../../../testing/stage";

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: {
      concurrency: 12,
      minInstances: 1,
      serviceTime: exponential(20),
      coldStart: exponential(30),
      idleExpiryMs: 100,
      burstInstances: 3,
      burstPeriodMs: 200,
      timeLimitMs: 80,
    },
    place: (config) =>
      build({
        nodes: { c: waves, x: ["function", config], a: worker(5), b: worker(5) },
        links: [
          ["c", "x"],
          ["x", "a"],
          ["x", "b"],
        ],
        durationMs,
      }),
  },
];
