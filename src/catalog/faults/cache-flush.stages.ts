import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic } from "../../testing/stage";

export const stages: readonly FaultStage[] = [
  {
    place: (fault) =>
      build({
        nodes: { c: traffic(200), s: ["cache", { shards: 2, capacity: 100 }], db: ["database", {}] },
        links: [
          ["c", "s"],
          ["s", "db"],
        ],
        boundaries: { z: { members: ["s"] } },
        faults: [fault],
        durationMs,
      }),
  },
];
