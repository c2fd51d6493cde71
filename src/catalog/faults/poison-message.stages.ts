import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic, worker } from "../../testing/stage";

export const stages: readonly FaultStage[] = [
  {
    target: { type: "node", id: "q" },
    params: { ratio: 0.3 },
    place: (fault) =>
      build({
        nodes: {
          c: traffic(100),
          q: ["queue", { storage: { type: "quorum", members: 3 }, deliveryLimit: 2 }],
          w: worker(20, { replicas: 2 }),
        },
        links: [
          ["c", "q"],
          ["q", "w"],
        ],
        faults: [fault],
        durationMs,
      }),
  },
];
