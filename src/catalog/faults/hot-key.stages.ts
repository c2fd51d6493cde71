import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic } from "../../testing/stage";

/** Keys matter to a cache. */
export const stages: readonly FaultStage[] = [
  {
    place: (fault) =>
      build({
        nodes: { c: traffic(200), s: ["cache", { capacity: 20, ttlMs: 0 }], db: ["database", {}] },
        links: [
          ["c", "s"],
          ["s", "db"],
        ],
        faults: [fault],
        durationMs,
      }),
  },
];
