import { faultOf } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import type { DrillStep } from "../../topology/edit/drills";
import { homesOf } from "../../topology/places";
import type { FaultTarget, Topology, TopologyNode } from "../../topology/schema";

/** What a method is aimed at, and who stands to feel it; ids of nodes, links and boundaries. */
export interface BlastPreview {
  readonly hit: ReadonlySet<string>;
  /** Callers of what is hit, and theirs; of more traffic, all that it reaches. */
  readonly exposed: ReadonlySet<string>;
}

/** Before any run: what steps are aimed at, and who depends on it by the links of the drawing. */
export function blastPreview(topology: Topology, steps: readonly DrillStep[]): BlastPreview {
  const hit = new Set<string>();
  const exposed = new Set<string>();
  for (const step of steps) {
    const { ids, isLoad } = aimOf(topology, step);
    for (const id of ids) {
      hit.add(id);
      const link = topology.links.find((one) => one.id === id);
      if (link === undefined) spread(topology, id, isLoad, exposed);
      else {
        exposed.add(link.from);
        spread(topology, link.from, false, exposed);
      }
    }
  }
  for (const id of hit) exposed.delete(id);
  return { hit, exposed };
}

function aimOf(topology: Topology, { sort, step }: DrillStep): { readonly ids: readonly string[]; readonly isLoad: boolean } {
  if (sort === "actions") return { ids: [step.node], isLoad: false };
  if (sort === "traffic") return { ids: step.client === undefined ? sourcesOf(topology) : [step.client], isLoad: true };
  const isLoad = faultOf(step.type).aimsAt === "sources";
  return { ids: targetIds(topology, step.target, isLoad), isLoad };
}

function targetIds(topology: Topology, target: FaultTarget, isLoad: boolean): readonly string[] {
  switch (target.type) {
    case "node":
    case "link":
      return [target.id];
    case "boundary":
      return [target.id, ...contentsOf(topology, target.id)];
    case "all":
      return isLoad ? sourcesOf(topology) : topology.nodes.map(({ id }) => id);
  }
}

function sourcesOf({ nodes }: Topology): string[] {
  return (nodes as readonly TopologyNode[]).filter(({ kind }) => !kindOf(kind).ports.incoming).map(({ id }) => id);
}

/** Nodes inside a boundary, those of boundaries within it too. */
function contentsOf({ nodes, boundaries }: Topology, boundary: string): string[] {
  const inside = new Set([boundary]);
  // As often as they can be nested.
  for (const _ of boundaries) for (const { id, parent } of boundaries) if (parent !== undefined && inside.has(parent)) inside.add(id);
  return (nodes as readonly TopologyNode[]).filter((node) => homesOf(node).some((home) => inside.has(home))).map(({ id }) => id);
}

/** Follows calls from a node, up to its callers or down to what it calls, and takes in the links on the way. */
function spread({ links }: Topology, from: string, down: boolean, found: Set<string>): void {
  const open = [from];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const link of links) {
      if ((down ? link.from : link.to) !== at) continue;
      const next = down ? link.to : link.from;
      found.add(link.id);
      found.add(next);
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
}
