import { kindOf } from "../../../catalog/kinds/definitions";
import { drafted, type ReadyDrill } from "./define";

export const trafficSpike: ReadyDrill = {
  id: "traffic-surge",
  title: "Traffic spike",
  summary: "All clients send three times as much for half a minute.",
  draft(topology) {
    if (!topology.nodes.some(({ kind }) => !kindOf(kind).ports.incoming)) return null;
    return drafted(topology, trafficSpike, {
      description:
        "Traffic grows to three times the usual within five seconds. What is too much should be turned away in good order, and the backlog be gone soon.",
      hypothesis: ["recovery < 30s"],
      method: {
        traffic: [{ id: "surge", startMs: 0, rampMs: 5000, durationMs: 30_000, change: { type: "factor", factor: 3 } }],
      },
      more: { windows: { afterMs: 60_000 }, expectedRecoveryMs: 30_000 },
    });
  },
};
