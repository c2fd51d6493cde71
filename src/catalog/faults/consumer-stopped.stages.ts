import { build } from "../../testing/build";
import { durationMs, exponential, type FaultStage, traffic } from "../../testing/stage";

export const stages: readonly FaultStage[] = [
  {
    target: { type: "node", id: "w" },
    place: (fault) =>
      build({
        nodes: { c: traffic(100), q: ["queue", {}], w: ["worker", { replicas: 2, serviceTime: exponential(15) }] },
        links: [
          ["c", "q"],
          ["q", "w"],
        ],
        faults: [fault],
        durationMs,
      }),
  },
];
