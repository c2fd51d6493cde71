import { candidates } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const randomCrashes: ReadyDrill = {
  id: "random-deaths",
  title: "Random crashes",
  summary: "Every replica of every node dies by chance, every five minutes on average, for five seconds each time.",
  draft(topology) {
    if (candidates(topology, "random-crashes").length === 0) return null;
    return drafted(topology, randomCrashes, {
      description: "Replicas die and come back by chance, as they do over a long time, only sooner. Run it with many seeds.",
      hypothesis: ["errors < 5% during"],
      method: {
        faults: [
          {
            id: "crashes",
            type: "random-crashes",
            target: { type: "all" },
            startMs: 0,
            durationMs: 120_000,
            params: { mtbfMs: 300_000, mttrMs: 5000 },
          },
        ],
      },
    });
  },
};
