import { boundaryOf } from "../../catalog/boundaries/registry";
import { canAim } from "../../catalog/faults/aim";
import type { FaultDefinition } from "../../catalog/faults/define";
import { breakable } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import type { FaultEntry, Topology, TopologyBoundary, TopologyLink, TopologyNode, TopologyNote } from "../../topology/schema";

/** One thing on the canvas, with what it is. */
export type Element =
  | { readonly sort: "node"; readonly node: TopologyNode }
  | {
      readonly sort: "link";
      readonly link: TopologyLink;
      readonly from: TopologyNode;
      readonly to: TopologyNode;
    }
  | { readonly sort: "boundary"; readonly boundary: TopologyBoundary }
  | { readonly sort: "note"; readonly note: TopologyNote };

export function findElement(topology: Topology, id: string): Element | null {
  const node = nodeById(topology, id);
  if (node !== undefined) return { sort: "node", node };
  const link = topology.links.find((element) => element.id === id);
  if (link !== undefined) {
    const from = nodeById(topology, link.from);
    const to = nodeById(topology, link.to);
    return from === undefined || to === undefined ? null : { sort: "link", link, from, to };
  }
  const boundary = topology.boundaries.find((element) => element.id === id);
  if (boundary !== undefined) return { sort: "boundary", boundary };
  const note = topology.notes.find((element) => element.id === id);
  return note === undefined ? null : { sort: "note", note };
}

export function nodeById(topology: Topology, id: string): TopologyNode | undefined {
  return (topology.nodes as readonly TopologyNode[]).find((node) => node.id === id);
}

export function replicasOf(node: TopologyNode): number {
  return kindOf(node.kind).replicas(node.config as never);
}

/** What an element is called, for headings and undo labels. */
export function elementName(element: Element): string {
  switch (element.sort) {
    case "node":
      return element.node.name;
    case "link":
      return `${element.from.name} → ${element.to.name}`;
    case "boundary":
      return element.boundary.name;
    case "note":
      return "Note";
  }
}

/** What an element is: its kind's title. */
export function elementTitle(element: Element): string {
  switch (element.sort) {
    case "node":
      return kindOf(element.node.kind).title;
    case "link":
      return "Link";
    case "boundary":
      return boundaryOf(element.boundary.kind).title;
    case "note":
      return "Note";
  }
}

/** The faults that can be aimed at an element. */
export function faultsFor(element: Element): readonly FaultDefinition[] {
  const { sort } = element;
  if (sort === "note") return [];
  return breakable.filter((fault) => {
    if (!fault.targets.includes(sort)) return false;
    return sort !== "node" || canAim(fault, kindOf(element.node.kind));
  });
}

/** The faults of the document that hit an element: aimed at it, at everything, or at a boundary around it. */
export function faultsAt(topology: Topology, element: Element): readonly FaultEntry[] {
  const ids = new Set<string>();
  if (element.sort === "link") ids.add(element.link.id);
  if (element.sort === "node") ids.add(element.node.id);
  if (element.sort === "boundary") ids.add(element.boundary.id);
  const boundaries = new Map(topology.boundaries.map((boundary) => [boundary.id, boundary.parent]));
  let around = element.sort === "node" ? element.node.boundary : element.sort === "boundary" ? element.boundary.parent : undefined;
  while (around !== undefined && !ids.has(around)) {
    ids.add(around);
    around = boundaries.get(around);
  }
  return topology.faults.filter((fault) => (fault.target.type === "all" ? element.sort !== "note" : ids.has(fault.target.id)));
}
