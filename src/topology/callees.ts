import { kindOf } from "../catalog/kinds/definitions";
import type { Topology, TopologyNode } from "./schema";

/** By node, what a configuration may call its callees: the ids of its outgoing links and of the nodes at their ends. */
export function calleesOf(topology: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  const callees = new Map<string, Set<string>>();
  for (const { id, from, to } of topology.links) {
    const known = callees.get(from) ?? new Set<string>();
    callees.set(from, known.add(id).add(to));
  }
  return callees;
}

/** Takes out of every configuration what names a callee that is gone; unchanged nodes stay the same objects. */
export function withoutLostCallees(topology: Topology): Topology {
  const callees = calleesOf(topology);
  return withCallees(topology, (node, name) => (callees.get(node.id)?.has(name) === true ? name : null));
}

/** Renames callees in the configurations of nodes; null takes out what names them. */
export function withCallees(topology: Topology, map: (node: TopologyNode, name: string) => string | null): Topology {
  let changed = false;
  const nodes = (topology.nodes as readonly TopologyNode[]).map((node) => {
    let differs = false;
    const config = kindOf(node.kind).mapCallees?.(node.config as never, (name) => {
      const mapped = map(node, name);
      if (mapped !== name) differs = true;
      return mapped;
    });
    changed ||= differs;
    return differs ? { ...node, config } : node;
  });
  return changed ? { ...topology, nodes: nodes as Topology["nodes"] } : topology;
}
