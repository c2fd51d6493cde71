import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic, worker } from "../../testing/stage";

/** Busy enough that a slot less is felt. */
export const stages: readonly FaultStage[] = [
  {
    place: (fault) =>
      build({
        nodes: { c: traffic(400), s: worker(15, { replicas: 2 }) },
        links: [["c", "s"]],
        boundaries: { z: { members: ["s"] } },
        faults: [fault],
        durationMs,
      }),
  },
];
