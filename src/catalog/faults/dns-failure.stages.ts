import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic, worker } from "../../testing/stage";

/** Connections that are closed between calls, so that each call needs a new one. */
export const stages: readonly FaultStage[] = [
  {
    place: (fault) =>
      build({
        nodes: { c: traffic(200), d: traffic(50), s: worker(5, { replicas: 2 }), t: worker(5) },
        links: [
          ["c", "s", { protocol: { type: "http1", idleTimeoutMs: 2 } }],
          ["d", "s", { protocol: { type: "http1", idleTimeoutMs: 2 } }],
          ["s", "t", { protocol: { type: "http2", idleTimeoutMs: 2 } }],
        ],
        boundaries: { z: { members: ["s"], crossLatencyMs: 1 } },
        faults: [fault],
        durationMs,
      }),
  },
];
