import type { Topology } from "../schema";
import { type Point, type Size, settled, settledSize } from "./geometry";

interface Placed {
  readonly id: string;
  readonly position: Point;
}

/** Puts elements at absolute positions; a boundary does not drag what it holds along, see `withContents`. */
export function placeElements(topology: Topology, positions: ReadonlyMap<string, Point>): Topology {
  let moved = false;
  const place = <T extends Placed>(list: T[]): T[] =>
    list.map((element) => {
      const wish = positions.get(element.id);
      if (wish === undefined) return element;
      const position = settled(wish);
      if (position.x === element.position.x && position.y === element.position.y) return element;
      moved = true;
      return { ...element, position };
    });
  const nodes = place(topology.nodes);
  const boundaries = place(topology.boundaries);
  const notes = place(topology.notes);
  return moved ? { ...topology, nodes, boundaries, notes } : topology;
}

/** Moves elements by a distance, each boundary together with everything inside it. */
export function moveElements(topology: Topology, ids: Iterable<string>, by: Point): Topology {
  const all = withContents(topology, ids);
  const positions = new Map<string, Point>();
  for (const list of [topology.nodes, topology.boundaries, topology.notes]) {
    for (const { id, position } of list) {
      if (all.has(id)) positions.set(id, { x: position.x + by.x, y: position.y + by.y });
    }
  }
  return placeElements(topology, positions);
}

/** The ids given, and all that lies in those of them that are boundaries. */
export function withContents(topology: Topology, ids: Iterable<string>): Set<string> {
  const all = new Set(ids);
  for (let grew = true; grew; ) {
    const before = all.size;
    for (const { id, parent } of topology.boundaries) if (parent !== undefined && all.has(parent)) all.add(id);
    grew = all.size > before;
  }
  for (const { id, boundary } of topology.nodes) if (boundary !== undefined && all.has(boundary)) all.add(id);
  return all;
}

/** Gives a boundary or a note another size; `position` too when its left or top edge moved. */
export function resize(topology: Topology, id: string, size: Size, position?: Point): Topology {
  const change = <T extends Placed & { readonly size: Size }>(element: T): T =>
    element.id === id
      ? {
          ...element,
          size: settledSize(size),
          position: position === undefined ? element.position : settled(position),
        }
      : element;
  return { ...topology, boundaries: topology.boundaries.map(change), notes: topology.notes.map(change) };
}
