import { boundaryOf } from "../../catalog/boundaries/registry";
import { kindOf } from "../../catalog/kinds/definitions";
import { boundarySchema, nodeSchema, noteSchema, type Topology } from "../schema";
import { BOUNDARY_SIZE, NOTE_SIZE, type Point, type Size, settled, settledSize } from "./geometry";
import { freshId, freshName, usedIds } from "./ids";

/** An edit that made something: the new document and the id of what was made. */
export interface Added {
  readonly topology: Topology;
  readonly id: string;
}

/** Adds a node with its kind's defaults, in `boundary` when one is given. */
export function addNode(topology: Topology, kind: string, position: Point, boundary?: string): Added {
  const definition = kindOf(kind);
  const id = freshId(usedIds(topology), kind);
  const name = freshName(
    topology.nodes.map((node) => node.name),
    definition.title,
  );
  const inside = boundary === undefined ? {} : { boundary };
  const node = nodeSchema.parse({ id, kind, name, position: settled(position), ...inside });
  return { id, topology: { ...topology, nodes: [...topology.nodes, node] } };
}

export function addBoundary(topology: Topology, position: Point, kind: string, size: Size = BOUNDARY_SIZE, parent?: string): Added {
  const id = freshId(usedIds(topology), kind);
  const name = freshName(
    topology.boundaries.map((boundary) => boundary.name),
    boundaryOf(kind).title,
  );
  const inside = parent === undefined ? {} : { parent };
  const boundary = boundarySchema.parse({
    id,
    kind,
    name,
    position: settled(position),
    size: settledSize(size),
    ...inside,
  });
  return { id, topology: { ...topology, boundaries: [...topology.boundaries, boundary] } };
}

export function addNote(topology: Topology, position: Point, text = ""): Added {
  const id = freshId(usedIds(topology), "note");
  const note = noteSchema.parse({
    id,
    text: text.slice(0, 5000),
    position: settled(position),
    size: NOTE_SIZE,
  });
  return { id, topology: { ...topology, notes: [...topology.notes, note] } };
}
