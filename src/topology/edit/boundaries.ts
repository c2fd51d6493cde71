import type { Topology } from "../schema";
import { type Box, boxesById, centreOf, contains } from "./geometry";
import { withContents } from "./move";

/** The innermost boundary around the centre of a box; `except` and all inside it are not considered. */
export function boundaryAt(topology: Topology, box: Box, except?: string): string | undefined {
  const excluded = except === undefined ? new Set<string>() : withContents(topology, [except]);
  const centre = centreOf(box);
  let best: { readonly id: string; readonly area: number } | undefined;
  for (const { id, position, size } of topology.boundaries) {
    if (excluded.has(id) || !contains({ ...position, ...size }, centre)) continue;
    const area = size.width * size.height;
    // A boundary can only lie in a larger one: equal sizes would make parents of each other.
    if (except !== undefined && area <= box.width * box.height) continue;
    if (best === undefined || area < best.area) best = { id, area };
  }
  return best?.id;
}

/** After a drag: the elements given, and only they, belong to the boundary they now lie in. */
export function assignBoundary(topology: Topology, ids: Iterable<string>): Topology {
  const wanted = new Set(ids);
  const boxes = boxesById(topology);
  let changed = false;
  const nodes = topology.nodes.map((node) => {
    const box = boxes.get(node.id);
    if (box === undefined || !wanted.has(node.id)) return node;
    const boundary = boundaryAt(topology, box);
    if (boundary === node.boundary) return node;
    changed = true;
    const { boundary: _left, ...rest } = node;
    return boundary === undefined ? rest : { ...rest, boundary };
  });
  const boundaries = topology.boundaries.map((zone) => {
    const box = boxes.get(zone.id);
    if (box === undefined || !wanted.has(zone.id)) return zone;
    const parent = boundaryAt(topology, box, zone.id);
    if (parent === zone.parent) return zone;
    changed = true;
    const { parent: _left, ...rest } = zone;
    return parent === undefined ? rest : { ...rest, parent };
  });
  return changed ? { ...topology, nodes, boundaries } : topology;
}
