import type { Topology } from "../schema";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Point, Size {}

/** A node's face on the canvas [px]; nodes are all of one size, so the file does not hold it. */
export const NODE_SIZE: Size = { width: 168, height: 92 };
/** A new boundary [px]. */
export const BOUNDARY_SIZE: Size = { width: 420, height: 280 };
/** A new note [px]. */
export const NOTE_SIZE: Size = { width: 200, height: 96 };

const LIMIT = 1e7;
const clamp = (value: number) => Math.round(Math.min(LIMIT, Math.max(-LIMIT, value)));

/** Whole pixels within the document's limits; pointers deliver fractions, files should not. */
export const settled = (point: Point): Point => ({ x: clamp(point.x), y: clamp(point.y) });

export function settledSize(size: Size): Size {
  const side = (value: number) => Math.round(Math.min(1e6, Math.max(40, value)));
  return { width: side(size.width), height: side(size.height) };
}

export const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

export function contains(box: Box, point: Point): boolean {
  return point.x >= box.x && point.x <= box.x + box.width && point.y >= box.y && point.y <= box.y + box.height;
}

/** Where everything lies that has a place. */
export function boxesById(topology: Pick<Topology, "nodes" | "boundaries" | "notes">): Map<string, Box> {
  const boxes = new Map<string, Box>();
  for (const node of topology.nodes) boxes.set(node.id, { ...node.position, ...NODE_SIZE });
  for (const boundary of topology.boundaries) boxes.set(boundary.id, { ...boundary.position, ...boundary.size });
  for (const note of topology.notes) boxes.set(note.id, { ...note.position, ...note.size });
  return boxes;
}

/** The smallest box around all; null for none. */
export function around(boxes: Iterable<Box>): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
