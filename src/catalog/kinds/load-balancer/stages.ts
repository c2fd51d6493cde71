import { build } from "../../../testing/build";
import { durationMs, onNode, type Stage, traffic, worker } from "../../../testing/stage";

type Config = Record<string, unknown>;

const checks = { intervalMs: 200, timeoutMs: 100, fall: 3, rise: 2 };

/** Four replicas, some of which die or hang. */
const troubled = (config: Config) =>
  build({
    nodes: { c: traffic(200), x: ["load-balancer", config], s: worker(10, { replicas: 4 }) },
    links: [
      ["c", "x"],
      ["x", "s", {}, { timeout: { perTryMs: 25 } }],
    ],
    faults: [onNode("crash", "s", 500, 1000, {}, [0, 1]), onNode("pause", "s", 800, 800, {}, [2])],
    durationMs,
  });

/** Hosts of two levels and two zones, with weights, that come and go. */
const levelled = (config: Config) =>
  build({
    nodes: { c: traffic(200), x: ["load-balancer", config], s: worker(10, { replicas: 4 }), t: worker(20, { replicas: 3 }) },
    links: [
      ["c", "x"],
      ["x", "s", { weight: 2 }],
      ["x", "t", { weight: 1 }],
    ],
    boundaries: { z: { members: ["c", "x", "s"], crossLatencyMs: 1 } },
    faults: [
      onNode("crash", "s", 400, 500, {}, [0, 1]),
      onNode("errors", "s", 1000, 1500, { ratio: 1 }, [0, 2]),
      onNode("errors", "t", 1000, 300, { ratio: 0.9 }, [1]),
      onNode("crash", "t", 1300, 500, {}, [0, 2]),
    ],
    durationMs,
  });

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  {
    config: {
      healthCheck: checks,
      passiveCheck: { maxFails: 2, failTimeoutMs: 250 },
      retryOn: "broken",
      sameHostRetries: 1,
      retryPauseMs: 20,
      redispatches: 1,
      overheadMs: 1,
      threads: 1,
    },
    place: troubled,
  },
  {
    config: {
      algorithm: "least-request",
      healthCheck: { ...checks, rise: 1 },
      outlierDetection: { consecutiveFailures: 3, intervalMs: 100, baseEjectionMs: 150, maxEjectionMs: 200, maxEjectedRatio: 0.4 },
      panicThresholdRatio: 0.7,
      overprovisioningFactor: 1.2,
      ownZoneFirst: true,
      slowStart: { windowMs: 1500, aggression: 1.5, minWeightRatio: 0.9 },
    },
    place: levelled,
  },
  {
    config: {
      algorithm: "least-request",
      healthCheck: { enabled: false },
      outlierDetection: { consecutiveFailures: 3, intervalMs: 100, baseEjectionMs: 150, maxEjectionMs: 200, maxEjectedRatio: 0.4 },
    },
    place: levelled,
  },
  { config: { algorithm: "least-request", choiceCount: 3, healthCheck: { enabled: false } }, place: troubled },
  { config: { algorithm: "peak-ewma", decayMs: 100, healthCheck: { enabled: false } }, place: troubled },
  {
    config: { healthCheck: { enabled: false }, maxInProgress: 8, perHost: { maxRequests: 1, queueLimit: 3, queueTimeoutMs: 5 } },
    place: troubled,
  },
];
