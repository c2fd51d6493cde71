import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const slowDependency: ReadyDrill = {
  id: "slow-dependency",
  title: "Slow dependency",
  summary: "The deepest dependency takes five times as long for half a minute.",
  draft(topology) {
    const all = candidates(topology, "slow");
    const deepest = [...all].sort((a, b) => Number(b.isLeaf) - Number(a.isLeaf) || b.clients - a.clients || b.depth - a.depth);
    const chosen = deepest.find(({ depth }) => depth > 1) ?? deepest[0];
    if (chosen === undefined) return null;
    return drafted(topology, slowDependency, {
      description: `${chosen.node.name} takes five times as long for everything. Its callers should not be dragged down with it, and recover with it.`,
      hypothesis: ["recovery < 30s"],
      method: { faults: [onNode("slow", "slow", chosen.node, { durationMs: 30_000, params: { factor: 5 } })] },
      more: { windows: { afterMs: 60_000 }, expectedRecoveryMs: 30_000 },
    });
  },
};
