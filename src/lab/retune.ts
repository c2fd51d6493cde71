import type { Sim } from "../engine/sim";
import { kindOf } from "../catalog/kinds/definitions";
import { linkConfig } from "../catalog/link-config";
import { compile } from "../topology/compile";
import type { FaultEntry, Topology, TopologyNode } from "../topology/schema";
import { sameUnderLiveFields } from "./live-fields";

/**
 * Applies a changed document to a run under way when all that differs are fields marked live; false otherwise, and
 * then nothing was touched.
 */
export function applyLive(sim: Sim, from: Topology, to: Topology, faults: readonly FaultEntry[]): boolean {
  if (!sameShape(from, to) || !sameFaults(faults, to.faults)) return false;
  const plan = compile(to);
  sim.plan = plan;
  for (const link of plan.links) {
    if (from.links[link.index].config !== to.links[link.index].config) sim.network.configure(link);
  }
  plan.nodes.forEach((node, i) => {
    const weighed = node.out.some((link) => from.links[link].config !== to.links[link].config);
    if (weighed || from.nodes[i].config !== to.nodes[i].config) sim.handlers[i].configure(node);
  });
  return true;
}

function sameShape(from: Topology, to: Topology): boolean {
  if (from.nodes.length !== to.nodes.length || from.links.length !== to.links.length) return false;
  if (from.run !== to.run && JSON.stringify(from.run) !== JSON.stringify(to.run)) return false;
  if (JSON.stringify(from.boundaries.map(place)) !== JSON.stringify(to.boundaries.map(place))) return false;
  const nodes = (from.nodes as readonly TopologyNode[]).every((a, i) => {
    const b = to.nodes[i] as TopologyNode;
    if (a === b) return true;
    return (
      a.id === b.id &&
      a.kind === b.kind &&
      a.boundary === b.boundary &&
      sameUnderLiveFields(kindOf(a.kind).config, a.config, b.config)
    );
  });
  return (
    nodes &&
    from.links.every((a, i) => {
      const b = to.links[i];
      if (a === b) return true;
      return (
        a.id === b.id &&
        a.from === b.from &&
        a.to === b.to &&
        JSON.stringify(a.policies) === JSON.stringify(b.policies) &&
        sameUnderLiveFields(linkConfig, a.config, b.config)
      );
    })
  );
}

/** Where a boundary lies in the tree and what it costs to cross, but not where it is drawn. */
function place({ id, parent, config }: Topology["boundaries"][number]) {
  return { id, parent, config };
}

function sameFaults(known: readonly FaultEntry[], wanted: readonly FaultEntry[]): boolean {
  return JSON.stringify(known) === JSON.stringify(wanted);
}
