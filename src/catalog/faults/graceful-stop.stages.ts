import { build } from "../../testing/build";
import { durationMs, exponential, type FaultStage, traffic, worker } from "../../testing/stage";

/** Work that lasts longer than a short grace. */
const place: FaultStage["place"] = (fault) =>
  build({
    nodes: { c: traffic(100), s: worker(5, { replicas: 2, slots: 50, serviceTime: exponential(60) }) },
    links: [["c", "s"]],
    faults: [fault],
    durationMs,
  });

export const stages: readonly FaultStage[] = [
  { params: { graceMs: 20 }, place },
  { params: { order: "rolling", bootMs: 800 }, place },
];
