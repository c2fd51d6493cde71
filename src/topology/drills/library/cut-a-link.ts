import { kindOf } from "../../../catalog/kinds/definitions";
import type { TopologyNode } from "../../schema";
import { candidates } from "./choose";
import { drafted, type ReadyDrill } from "./define";

export const cutALink: ReadyDrill = {
  id: "cut-a-link",
  title: "Cut a link",
  summary: "The link between two components that most clients depend on lets nothing through for half a minute.",
  draft(topology) {
    const rank = new Map(candidates(topology, "crash").map(({ node }, i) => [node.id, i]));
    const nodes = new Map((topology.nodes as readonly TopologyNode[]).map((node) => [node.id, node]));
    const isInside = (id: string) => kindOf((nodes.get(id) as TopologyNode).kind).ports.incoming;
    const [chosen] = topology.links
      .filter(({ to }) => rank.has(to))
      // What clients reach first goes away with them: between two of our own is the better question.
      .sort((a, b) => Number(isInside(b.from)) - Number(isInside(a.from)) || (rank.get(a.to) ?? 0) - (rank.get(b.to) ?? 0));
    if (chosen === undefined) return null;
    return drafted(topology, cutALink, {
      description: `Nothing gets from ${nodes.get(chosen.from)?.name} to ${nodes.get(chosen.to)?.name}, nor back. Callers should give up in time and recover at once.`,
      hypothesis: ["recovery < 15s"],
      method: { faults: [{ id: "cut", type: "partition", target: { type: "link", id: chosen.id }, startMs: 0, durationMs: 30_000 }] },
    });
  },
};
