import { build } from "../../../testing/build";
import { durationMs, onNode, traffic, worker, type Stage } from "../../../testing/stage";

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: {
      healthCheck: { intervalMs: 200, timeoutMs: 100, fall: 3, rise: 2 },
      passiveCheck: { maxFails: 2, failTimeoutMs: 250 },
      retryOn: "broken",
      sameHostRetries: 1,
      retryPauseMs: 20,
      redispatches: 1,
      overheadMs: 1,
    },
    place: (config) =>
      build({
        nodes: { c: traffic(200), x: ["load-balancer", config], s: worker(10, { replicas: 4 }) },
        links: [["c", "x"], ["x", "s", {}, { timeout: { perTryMs: 25 } }]],
        faults: [onNode("crash", "s", 500, 1000, {}, [0, 1]), onNode("pause", "s", 800, 800, {}, [2])],
        durationMs,
      }),
  },
];
