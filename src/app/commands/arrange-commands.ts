import type { Alignment } from "../../topology/edit/arrange";
import { moveElements } from "../../topology/edit/move";
import type { Topology } from "../../topology/schema";
import { flow } from "../canvas/flow-instance";
import { useDocument } from "../stores/document-store";
import type { Command } from "./command";
import { namesOf, targets } from "./targets";

const STEP = 8;
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as const;
const SIDES: Readonly<Record<Alignment, string>> = {
  left: "Align left edges",
  centre: "Align centres",
  right: "Align right edges",
  top: "Align top edges",
  middle: "Align middles",
  bottom: "Align bottom edges",
};

/** Commands that move things about. */
export const arrangeCommands: readonly Command[] = [
  { id: "tidy", title: "Tidy up the layout", group: "Arrange", keys: ["Shift+l"], possible: isDrawn, run: () => void tidyUp() },
  ...(Object.keys(SIDES) as Alignment[]).map(
    (side): Command => ({
      id: `align-${side}`,
      title: SIDES[side],
      group: "Arrange",
      possible: () => targets().length > 1,
      run: () => void apply(SIDES[side], ({ align }, topology, ids) => align(topology, ids, side)),
    }),
  ),
  ...(["horizontal", "vertical"] as const).map(
    (axis): Command => ({
      id: `distribute-${axis}`,
      title: axis === "horizontal" ? "Equal gaps, left to right" : "Equal gaps, top to bottom",
      group: "Arrange",
      possible: () => targets().length > 2,
      run: () => void apply("Equal gaps", ({ distribute }, topology, ids) => distribute(topology, ids, axis)),
    }),
  ),
];

/** Arrow keys; with Shift in larger steps. Steps in a row are one undo step. */
export function nudge(key: string, far: boolean): boolean {
  const direction = Object.entries(DIRECTIONS).find(([name]) => name === key)?.[1];
  const ids = targets();
  if (direction === undefined || ids.length === 0) return false;
  const step = far ? 5 * STEP : STEP;
  const by = { x: direction[0] * step, y: direction[1] * step };
  useDocument.getState().change(`Move ${namesOf(ids)}`, (topology) => moveElements(topology, ids, by), `nudge:${ids.join()}`);
  return true;
}

async function tidyUp(): Promise<void> {
  const { autoLayout } = await import("../../topology/layout");
  useDocument.getState().change("Tidy up the layout", autoLayout);
  requestAnimationFrame(() => flow.fit());
}

type Arrange = typeof import("../../topology/edit/arrange");

async function apply(label: string, edit: (arrange: Arrange, topology: Topology, ids: readonly string[]) => Topology): Promise<void> {
  const ids = targets();
  const arrange = await import("../../topology/edit/arrange");
  useDocument.getState().change(label, (topology) => edit(arrange, topology, ids));
}

function isDrawn(): boolean {
  return useDocument.getState().topology.nodes.length > 0;
}
