import { build } from "../../../testing/build";
import { durationMs, exponential, type Stage, traffic, worker } from "../../../testing/stage";

const place: Stage["place"] = (config) =>
  build({
    nodes: { c: traffic(200), s: worker(2, { slots: 100 }), x: ["external", config] },
    links: [
      ["c", "s"],
      ["s", "x", {}, { timeout: { perTryMs: 100 } }],
    ],
    durationMs,
  });

/** The kind under test is node "x". */
export const stages: readonly Stage[] = [
  { config: { latency: exponential(10), errorRatio: 0.1, availabilityRatio: 0.8, repairMs: 100 }, place },
  { config: { latency: exponential(10), limit: { type: "token-bucket", ratePerSecond: 100, burst: 10 } }, place },
];
