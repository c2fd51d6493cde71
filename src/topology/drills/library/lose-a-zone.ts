import { kindOf } from "../../../catalog/kinds/definitions";
import { homesOf } from "../../places";
import type { Topology, TopologyNode } from "../../schema";
import { drafted, type ReadyDrill } from "./define";

export const loseAZone: ReadyDrill = {
  id: "lose-a-zone",
  title: "Lose a zone",
  summary: "Everything in the largest zone that is not everything goes away for a minute.",
  draft(topology) {
    const servers = (topology.nodes as readonly TopologyNode[]).filter(({ kind }) => kindOf(kind).ports.incoming);
    const sized = topology.boundaries
      .map((boundary) => ({ boundary, inside: servers.filter((node) => liesIn(topology, node, boundary.id)).length }))
      .filter(({ inside }) => inside > 0)
      .sort((a, b) => Number(a.inside === servers.length) - Number(b.inside === servers.length) || b.inside - a.inside);
    const [chosen] = sized;
    if (chosen === undefined) return null;
    const { boundary, inside } = chosen;
    return drafted(topology, loseAZone, {
      description: `${boundary.name} goes away with all that is in it (${inside} of ${servers.length} nodes). What is left should carry on.`,
      hypothesis: ["errors < 25% during"],
      method: {
        faults: [{ id: "lose-zone", type: "zone-outage", target: { type: "boundary", id: boundary.id }, startMs: 0, durationMs: 60_000 }],
      },
    });
  },
};

/** Whether some of its replicas do. */
function liesIn({ boundaries }: Topology, node: TopologyNode, id: string): boolean {
  return homesOf(node).some((home) => isWithin(boundaries, home, id));
}

function isWithin(boundaries: Topology["boundaries"], home: string, id: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = home; at !== undefined && !seen.has(at); at = boundaries.find((zone) => zone.id === at)?.parent) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
