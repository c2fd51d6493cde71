import { kindOf } from "../../catalog/kinds/definitions";
import type { Topology, TopologyNode } from "../../topology/schema";
import { replicasOf } from "./find-element";

/**
 * Nodes with one replica that lie on every path from the sources to where the paths end. A statement about the
 * drawing, not about a run: without the node no source reaches any end.
 */
export function singlePoints(topology: Topology): TopologyNode[] {
  const nodes = topology.nodes as readonly TopologyNode[];
  const next = new Map<string, string[]>(nodes.map((node) => [node.id, []]));
  for (const link of topology.links) if (next.has(link.to)) next.get(link.from)?.push(link.to);
  const receives = (node: TopologyNode) => kindOf(node.kind).ports.incoming;
  const sources = nodes.filter((node) => !receives(node) && (next.get(node.id)?.length ?? 0) > 0);
  if (sources.length === 0) return [];
  const ends = new Set(nodes.filter((node) => receives(node) && next.get(node.id)?.length === 0).map(({ id }) => id));

  const reachesAnEnd = (without: string): boolean => {
    const seen = new Set<string>([without]);
    const stack = sources.map(({ id }) => id);
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      if (ends.has(id)) return true;
      stack.push(...(next.get(id) ?? []));
    }
    return false;
  };
  if (!reachesAnEnd("")) return [];
  return nodes.filter((node) => receives(node) && replicasOf(node) === 1 && !reachesAnEnd(node.id));
}
