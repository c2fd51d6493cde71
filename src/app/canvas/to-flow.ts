import type { Edge, Node } from "@xyflow/react";
import { kindOf } from "../../catalog/kinds/definitions";
import { NODE_SIZE } from "../../topology/edit/geometry";
import type { Topology, TopologyBoundary, TopologyLink, TopologyNode, TopologyNote } from "../../topology/schema";

export type FaceNode = Node<{ node: TopologyNode }, "face">;
export type ZoneNode = Node<{ boundary: TopologyBoundary }, "zone">;
export type NoteNode = Node<{ note: TopologyNote }, "note">;
export type FlowNode = FaceNode | ZoneNode | NoteNode;
export type FlowEdge = Edge<{ link: TopologyLink }, "link">;

const THROUGH = { pointerEvents: "none" } as const;

interface Origin {
  readonly x: number;
  readonly y: number;
}

/**
 * The document as React Flow wants it: boundaries before what they hold, positions relative to them. An element that
 * has not changed keeps its object, so that moving one node renders one node.
 */
export function toFlowNodes(topology: Topology, previous: readonly FlowNode[], selected: ReadonlySet<string>): FlowNode[] {
  const before = new Map(previous.map((node) => [node.id, node]));
  const origins = new Map(topology.boundaries.map(({ id, position }) => [id, position]));
  const origin = (id: string | undefined): Origin => (id === undefined ? { x: 0, y: 0 } : (origins.get(id) ?? { x: 0, y: 0 }));
  const keep = <N extends FlowNode>(made: N): N => {
    const old = before.get(made.id);
    if (old === undefined) return made;
    return same(old, made) ? (old as N) : ({ ...old, ...made, measured: old.measured } as N);
  };
  const boundaries = inOrder(topology).map((boundary) => {
    const from = origin(boundary.parent);
    return keep({
      id: boundary.id,
      type: "zone",
      data: { boundary },
      position: { x: boundary.position.x - from.x, y: boundary.position.y - from.y },
      ...boundary.size,
      parentId: boundary.parent,
      selected: selected.has(boundary.id),
      zIndex: -1,
      ariaLabel: `${boundary.name}, zone`,
      dragHandle: ".zone-name",
      // The ground inside stays the canvas's: one can pan and mark there. Name and border take the pointer themselves.
      style: THROUGH,
    } satisfies ZoneNode);
  });
  const nodes = (topology.nodes as readonly TopologyNode[]).map((node) => {
    const from = origin(node.boundary);
    return keep({
      id: node.id,
      type: "face",
      data: { node },
      position: { x: node.position.x - from.x, y: node.position.y - from.y },
      ...NODE_SIZE,
      parentId: node.boundary,
      selected: selected.has(node.id),
      ariaLabel: `${node.name}, ${kindOf(node.kind).title}`,
    } satisfies FaceNode);
  });
  const notes = topology.notes.map((note) =>
    keep({
      id: note.id,
      type: "note",
      data: { note },
      position: note.position,
      ...note.size,
      selected: selected.has(note.id),
      zIndex: -1,
      ariaLabel: `Note: ${note.text}`,
    } satisfies NoteNode),
  );
  return [...boundaries, ...notes, ...nodes];
}

export function toFlowEdges(topology: Topology, previous: readonly FlowEdge[], selected: ReadonlySet<string>): FlowEdge[] {
  const before = new Map(previous.map((edge) => [edge.id, edge]));
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  return topology.links.map((link) => {
    const old = before.get(link.id);
    const isSelected = selected.has(link.id);
    const ariaLabel = `Link from ${names.get(link.from)} to ${names.get(link.to)}`;
    if (old?.data?.link === link && old.selected === isSelected && old.ariaLabel === ariaLabel) return old;
    return { id: link.id, type: "link", source: link.from, target: link.to, data: { link }, selected: isSelected, ariaLabel };
  });
}

/** Where each node lies on the canvas, whatever holds it. */
export function absolutePositions(nodes: readonly FlowNode[]): Map<string, Origin> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const resolve = (node: FlowNode): Origin => {
    const parent = node.parentId === undefined ? undefined : byId.get(node.parentId);
    if (parent === undefined) return node.position;
    const from = resolve(parent);
    return { x: from.x + node.position.x, y: from.y + node.position.y };
  };
  return new Map(nodes.map((node) => [node.id, resolve(node)]));
}

function same(old: FlowNode, made: FlowNode): boolean {
  return (
    Object.values(old.data)[0] === Object.values(made.data)[0] &&
    old.position.x === made.position.x &&
    old.position.y === made.position.y &&
    old.width === made.width &&
    old.height === made.height &&
    old.parentId === made.parentId &&
    old.selected === made.selected
  );
}

/** Outer boundaries first: React Flow wants parents before children. */
function inOrder({ boundaries }: Topology): TopologyBoundary[] {
  const byId = new Map(boundaries.map((boundary) => [boundary.id, boundary]));
  const depth = (boundary: TopologyBoundary): number => {
    let steps = 0;
    for (let at = boundary.parent; at !== undefined && steps < boundaries.length; at = byId.get(at)?.parent) steps++;
    return steps;
  };
  return [...boundaries].sort((a, b) => depth(a) - depth(b));
}
