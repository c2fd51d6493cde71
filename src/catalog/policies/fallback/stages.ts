import { build } from "../../../testing/build";
import { durationMs, onNode, type PolicyStage, traffic, worker } from "../../../testing/stage";

type Config = Record<string, unknown>;

/** Two ways for the same request: the first one fails half of the time. */
const twoWays = (policies: Config): PolicyStage => ({
  policies,
  place: (changed) =>
    build({
      nodes: { c: traffic(100), front: worker(1, { slots: 50 }), s: worker(5), t: worker(20) },
      links: [
        ["c", "front"],
        ["front", "s", {}, changed],
        ["front", "t", { callRatio: 0.1 }],
      ],
      faults: [onNode("errors", "s", 500, 2000, { ratio: 0.5 })],
      durationMs,
    }),
});

export const stages: readonly PolicyStage[] = [
  { fallback: { to: { type: "static" } } },
  { fallback: { to: { type: "stale", maxAgeMs: 100, entries: 10 } } },
  { fallback: { to: { type: "link", link: "front-t" } } },
].map(twoWays);
