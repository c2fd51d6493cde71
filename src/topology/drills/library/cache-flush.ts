import { candidates, onNode } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const flushTheCache: ReadyDrill = {
  id: "flush-the-cache",
  title: "Cache flush",
  summary: "The cache that most clients depend on loses all that it holds.",
  draft(topology) {
    const [chosen] = candidates(topology, "cache-flush");
    if (chosen === undefined) return null;
    return drafted(topology, flushTheCache, {
      description: `${chosen.node.name} is empty all at once. What lies behind it should stand the misses until it is warm again.`,
      hypothesis: ["errors < 5% during"],
      method: { durationMs: 30_000, faults: [onNode("flush", "cache-flush", chosen.node, { durationMs: 1000 })] },
      more: { windows: { settleMs: 20_000 } },
    });
  },
};
