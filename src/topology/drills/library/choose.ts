import { canAim } from "../../../catalog/faults/aim";
import { faultOf } from "../../../catalog/faults/definitions";
import { kindOf } from "../../../catalog/kinds/definitions";
import type { Topology, TopologyNode } from "../../schema";

/** A node with what matters to whoever looks for something to break. */
export interface Candidate {
  readonly node: TopologyNode;
  readonly replicas: number;
  /** Clients whose requests may come here, and how many calls away the nearest of them is. */
  readonly clients: number;
  readonly depth: number;
  /** It calls nobody. */
  readonly isLeaf: boolean;
}

/** Nodes that a client can reach and that a fault can hit, those of most clients first, then the nearest to them. */
export function candidates(topology: Topology, faultType: string): Candidate[] {
  const fault = faultOf(faultType);
  const nodes = topology.nodes as readonly TopologyNode[];
  const sources = nodes.filter(({ kind }) => !kindOf(kind).ports.incoming);
  const depths = sources.map(({ id }) => depthsFrom(topology, id));
  return nodes
    .filter(({ kind }) => kindOf(kind).ports.incoming && canAim(fault, kindOf(kind)))
    .flatMap((node) => {
      const found = depths.flatMap((depth) => depth.get(node.id) ?? []);
      if (found.length === 0) return [];
      return [
        {
          node,
          replicas: kindOf(node.kind).replicas(node.config as never),
          clients: found.length,
          depth: Math.min(...found),
          isLeaf: !topology.links.some(({ from }) => from === node.id),
        },
      ];
    })
    .sort((a, b) => b.clients - a.clients || a.depth - b.depth);
}

/** Calls from a node to each that it reaches. */
function depthsFrom({ links }: Topology, id: string): ReadonlyMap<string, number> {
  const depths = new Map([[id, 0]]);
  const open = [id];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    for (const { from, to } of links) {
      if (from !== at || depths.has(to)) continue;
      depths.set(to, (depths.get(at) ?? 0) + 1);
      open.push(to);
    }
  }
  return depths;
}

/** A fault of a method on a node. */
export function onNode(id: string, type: string, node: TopologyNode, more: object = {}, target: object = {}): object {
  return { id, type, target: { type: "node", id: node.id, ...target }, startMs: 0, ...more };
}
