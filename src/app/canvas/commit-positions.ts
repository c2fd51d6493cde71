import { assignBoundary } from "../../topology/edit/boundaries";
import { placeElements, withContents } from "../../topology/edit/move";
import { useDocument } from "../stores/document-store";
import { absolutePositions, type FlowNode } from "./to-flow";

/** Writes where nodes came to rest into the document, and which boundary they now lie in: one step to undo. */
export function commitPositions(nodes: readonly FlowNode[], moved: readonly string[]): void {
  const { topology, change } = useDocument.getState();
  const absolute = absolutePositions(nodes);
  const carried = withContents(topology, moved);
  const positions = new Map([...absolute].filter(([id]) => carried.has(id)));
  // What moved inside a boundary that moved too belongs to it still.
  const outer = moved.filter((id) => {
    const parent = nodes.find((node) => node.id === id)?.parentId;
    return parent === undefined || !carried.has(parent);
  });
  const next = assignBoundary(placeElements(topology, positions), outer);
  const [first] = moved;
  const named = [...topology.nodes, ...topology.boundaries].find(({ id }) => id === first);
  const what = moved.length === 1 ? (named?.name ?? "note") : `${moved.length} elements`;
  change(`Move ${what}`, () => next);
}
