import type { Topology } from "../schema";
import { around, type Box, boxesById, type Point } from "./geometry";
import { placeElements, withContents } from "./move";

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";

/** Lines elements up on one edge or axis of the box around them; boundaries take their contents along. */
export function align(topology: Topology, ids: Iterable<string>, alignment: Alignment): Topology {
  const chosen = chosenBoxes(topology, ids);
  const frame = around(chosen.values());
  if (frame === null || chosen.size < 2) return topology;
  const wishes = new Map([...chosen].map(([id, box]) => [id, aligned(box, frame, alignment)]));
  return placeWithContents(topology, wishes);
}

/** Equal gaps between three or more elements; the outer two stay. */
export function distribute(topology: Topology, ids: Iterable<string>, axis: "horizontal" | "vertical"): Topology {
  const chosen = [...chosenBoxes(topology, ids)];
  if (chosen.length < 3) return topology;
  const [start, extent] = axis === "horizontal" ? (["x", "width"] as const) : (["y", "height"] as const);
  chosen.sort(([, a], [, b]) => a[start] - b[start]);
  const frame = around(chosen.map(([, box]) => box)) as Box;
  const filled = chosen.reduce((sum, [, box]) => sum + box[extent], 0);
  const gap = (frame[extent] - filled) / (chosen.length - 1);
  const wishes = new Map<string, Point>();
  let at = frame[start];
  for (const [id, box] of chosen) {
    wishes.set(id, axis === "horizontal" ? { x: at, y: box.y } : { x: box.x, y: at });
    at += box[extent] + gap;
  }
  return placeWithContents(topology, wishes);
}

function aligned(box: Box, frame: Box, alignment: Alignment): Point {
  switch (alignment) {
    case "left":
      return { x: frame.x, y: box.y };
    case "centre":
      return { x: frame.x + (frame.width - box.width) / 2, y: box.y };
    case "right":
      return { x: frame.x + frame.width - box.width, y: box.y };
    case "top":
      return { x: box.x, y: frame.y };
    case "middle":
      return { x: box.x, y: frame.y + (frame.height - box.height) / 2 };
    case "bottom":
      return { x: box.x, y: frame.y + frame.height - box.height };
  }
}

/** What is chosen together with the boundary around it moves with that boundary, not by itself. */
function chosenBoxes(topology: Topology, ids: Iterable<string>): Map<string, Box> {
  const boxes = boxesById(topology);
  const wanted = new Set(ids);
  const carried = new Set<string>();
  for (const id of wanted) {
    for (const inner of withContents(topology, [id])) if (inner !== id) carried.add(inner);
  }
  return new Map([...boxes].filter(([id]) => wanted.has(id) && !carried.has(id)));
}

function placeWithContents(topology: Topology, wishes: ReadonlyMap<string, Point>): Topology {
  const boxes = boxesById(topology);
  const positions = new Map<string, Point>();
  for (const [id, wish] of wishes) {
    const from = boxes.get(id) ?? { x: 0, y: 0 };
    for (const inner of withContents(topology, [id])) {
      const box = boxes.get(inner);
      if (box !== undefined) positions.set(inner, { x: box.x + wish.x - from.x, y: box.y + wish.y - from.y });
    }
  }
  return placeElements(topology, positions);
}
