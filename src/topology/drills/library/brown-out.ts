import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const brownOut: ReadyDrill = {
  id: "brown-out",
  title: "Brown-out",
  summary: "The node with most clients gets slower and slower, and answers some requests with errors, for a minute.",
  draft(topology) {
    const all = candidates(topology, "slow");
    // One that only passes requests on has no work to be slow at.
    const chosen = all.find(({ node }) => "serviceTime" in node.config) ?? all[0];
    if (chosen === undefined) return null;
    return drafted(topology, brownOut, {
      description: `${chosen.node.name} gets up to three times as slow over twenty seconds, and 5 % of its answers are errors. It is not down: no check may notice.`,
      hypothesis: ["errors < 20% during"],
      method: {
        faults: [
          onNode("brown-slow", "slow", chosen.node, { durationMs: 60_000, rampMs: 20_000, params: { factor: 3 } }),
          onNode("brown-errors", "errors", chosen.node, { durationMs: 60_000, rampMs: 20_000, params: { ratio: 0.05 } }),
        ],
      },
      more: { windows: { afterMs: 60_000 }, expectedRecoveryMs: 30_000 },
    });
  },
};
