import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic, worker } from "../../testing/stage";

/** Two busy replicas become one, and three. */
export const stages: readonly FaultStage[] = [1, 3].map((replicas) => ({
  params: { replicas, bootMs: 50, graceMs: 5 },
  place: (fault) =>
    build({
      nodes: { c: traffic(300), s: worker(20, { replicas: 2, queueLimit: 1000 }) },
      links: [["c", "s"]],
      faults: [fault],
      durationMs,
    }),
}));
