import { build } from "../../testing/build";
import { durationMs, type FaultStage, traffic, worker } from "../../testing/stage";

/** Only datagrams arrive twice. */
export const stages: readonly FaultStage[] = [
  {
    place: (fault) =>
      build({
        nodes: { c: traffic(200), s: worker(5, { replicas: 2 }) },
        links: [["c", "s", { protocol: { type: "udp" } }]],
        boundaries: { z: { members: ["s"] } },
        faults: [fault],
        durationMs,
      }),
  },
];
