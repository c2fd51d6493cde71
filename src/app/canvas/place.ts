import { boundaries, boundaryOf, isBoundary } from "../../catalog/boundaries/registry";
import { kindOf, type kinds } from "../../catalog/kinds/definitions";
import { type Added, addBoundary, addNode, addNote } from "../../topology/edit/add";
import { assignBoundary } from "../../topology/edit/boundaries";
import { BOUNDARY_SIZE, type Box, boxesById, NODE_SIZE, NOTE_SIZE, type Point, type Size } from "../../topology/edit/geometry";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { adoptInside } from "./adopt-inside";
import { flow } from "./flow-instance";
import { freeSpot } from "./free-spot";

export const GRID = 8;
export const NOTE = "note";

/** What the palette offers, by family. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly icon: readonly string[];
  readonly family: (typeof kinds)[number]["family"] | "boundary";
}

export const noteItem: PaletteItem = {
  id: NOTE,
  title: "Note",
  summary: "Words on the canvas.",
  icon: ["M5 4h14v11l-5 5H5z", "M14 20v-5h5"],
  family: "boundary",
};

export const boundaryItems: readonly PaletteItem[] = boundaries.map(({ id, title, docs, icon }) => ({
  id,
  title,
  summary: docs.summary,
  icon,
  family: "boundary",
}));

/** Adds an item with its top left corner at a point of the canvas, and selects it. */
export function place(item: string, at: Point): string {
  const { change, topology } = useDocument.getState();
  const position = { x: snapped(at.x), y: snapped(at.y) };
  const added = withBoundary(make(topology, item, position));
  change(`Add ${titleOf(item)}`, () => added.topology);
  useSelection.getState().select([added.id]);
  return added.id;
}

/** Adds an item to what is in view, beside whatever is there. */
export function placeInView(item: string): string {
  const { topology } = useDocument.getState();
  // A boundary is drawn around things; it need not keep clear of them.
  if (isBoundary(item)) return place(item, middleOf(flow.view(), sizeOf(item)));
  const notes = boxesById({ nodes: [], boundaries: [], notes: topology.notes }).values();
  const nodes = boxesById({ ...topology, boundaries: [], notes: [] }).values();
  return place(item, freeSpot(flow.view(), sizeOf(item), [...notes, ...nodes]));
}

function middleOf(view: Box, size: Size): Point {
  return { x: view.x + (view.width - size.width) / 2, y: view.y + (view.height - size.height) / 2 };
}

export function sizeOf(item: string): Size {
  if (item === NOTE) return NOTE_SIZE;
  return isBoundary(item) ? BOUNDARY_SIZE : NODE_SIZE;
}

function make(topology: Topology, item: string, position: Point): Added {
  if (item === NOTE) return addNote(topology, position, "Note");
  return isBoundary(item) ? addBoundary(topology, position, item) : addNode(topology, item, position);
}

function withBoundary(added: Added): Added {
  return { id: added.id, topology: adoptInside(assignBoundary(added.topology, [added.id]), added.id) };
}

function titleOf(item: string): string {
  if (item === NOTE) return "note";
  return (isBoundary(item) ? boundaryOf(item) : kindOf(item)).title.toLowerCase();
}

const snapped = (value: number) => Math.round(value / GRID) * GRID;
