import { graphlib, layout } from "@dagrejs/dagre";
import { NODE_SIZE, type Point, settled, settledSize } from "./edit/geometry";
import type { Topology } from "./schema";

/** Room between a boundary's border and what it holds; more at the top, where its name stands [px]. */
const PADDING = { side: 32, top: 48 };
const GRID = 8;

/**
 * Places everything from left to right along the calls, nodes of one boundary together in it.
 * Loads the layout engine: import this module only when someone asks for it. Notes stay where they are.
 */
export function autoLayout(topology: Topology): Topology {
  const graph = new graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: 40, ranksep: 96, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of topology.boundaries) graph.setNode(id, {});
  for (const { id } of topology.nodes) graph.setNode(id, { ...NODE_SIZE });
  // An edge to or from a group, and an empty group, both trip the engine; a group that holds nothing is left where it is.
  for (const { id, parent } of topology.boundaries) if (parent !== undefined) graph.setParent(id, parent);
  for (const { id, boundary } of topology.nodes) if (boundary !== undefined) graph.setParent(id, boundary);
  const held = new Set(topology.nodes.flatMap(({ boundary }) => ancestors(topology, boundary)));
  for (const { id } of topology.boundaries) if (!held.has(id)) graph.removeNode(id);
  for (const { from, to } of topology.links) graph.setEdge(from, to);
  layout(graph);

  const at = new Map<string, Point>(
    topology.nodes.map(({ id }) => {
      const { x, y } = graph.node(id);
      return [id, settled({ x: onGrid(x - NODE_SIZE.width / 2), y: onGrid(y - NODE_SIZE.height / 2) })];
    }),
  );
  const nodes = topology.nodes.map((node) => ({ ...node, position: at.get(node.id) ?? node.position }));
  return { ...topology, nodes, boundaries: wrapped({ ...topology, nodes }, held) };
}

/** Borders around what is inside, innermost first, so that each holds the borders within it. */
function wrapped(topology: Topology, held: ReadonlySet<string>): Topology["boundaries"] {
  const done = new Map<string, Topology["boundaries"][number]>();
  const depth = (id: string) => ancestors(topology, id).length;
  for (const zone of [...topology.boundaries].sort((a, b) => depth(b.id) - depth(a.id))) {
    if (!held.has(zone.id)) continue;
    const inner = [
      ...topology.nodes.filter(({ boundary }) => boundary === zone.id).map(({ position }) => ({ ...position, ...NODE_SIZE })),
      ...[...done.values()].filter(({ parent }) => parent === zone.id).map(({ position, size }) => ({ ...position, ...size })),
    ];
    const left = Math.min(...inner.map(({ x }) => x)) - PADDING.side;
    const top = Math.min(...inner.map(({ y }) => y)) - PADDING.top;
    const width = Math.max(...inner.map((box) => box.x + box.width)) + PADDING.side - left;
    const height = Math.max(...inner.map((box) => box.y + box.height)) + PADDING.side - top;
    done.set(zone.id, {
      ...zone,
      position: settled({ x: left, y: top }),
      size: settledSize({ width, height }),
    });
  }
  return topology.boundaries.map((zone) => done.get(zone.id) ?? zone);
}

/** A boundary and all around it, innermost first. */
function ancestors({ boundaries }: Topology, id: string | undefined): string[] {
  const found: string[] = [];
  for (let at = id; at !== undefined && !found.includes(at); ) {
    found.push(at);
    const current = at;
    at = boundaries.find((zone) => zone.id === current)?.parent;
  }
  return found;
}

const onGrid = (value: number) => Math.round(value / GRID) * GRID;
