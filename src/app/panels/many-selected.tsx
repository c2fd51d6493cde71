import type { Point } from "../../topology/edit/geometry";
import { placeElements } from "../../topology/edit/move";
import { removeElements } from "../../topology/edit/remove";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { elementName, findElement } from "./find-element";
import { PanelButton } from "./panel-button";

/** What can be done with several elements at once. */
export function ManySelected({ ids }: { readonly ids: readonly string[] }) {
  const topology = useDocument((state) => state.topology);
  const change = useDocument((state) => state.change);
  const movable = Object.keys(placesOf(topology, ids)).length;
  const align = (axis: "x" | "y") => change(axis === "x" ? "Align left" : "Align top", (t) => aligned(t, ids, axis));
  return (
    <div className="many-selected">
      <h2>{ids.length} selected</h2>
      <ul className="many-names">
        {ids.slice(0, 12).map((id) => {
          const element = findElement(topology, id);
          return <li key={id}>{element === null ? id : elementName(element)}</li>;
        })}
        {ids.length > 12 && <li>and {ids.length - 12} more</li>}
      </ul>
      <div className="fault-actions">
        <PanelButton onClick={() => align("x")} disabled={movable < 2}>
          Align left
        </PanelButton>
        <PanelButton onClick={() => align("y")} disabled={movable < 2}>
          Align top
        </PanelButton>
        <PanelButton
          onClick={() => {
            change(`Delete ${ids.length} elements`, (t) => removeElements(t, ids));
            useSelection.getState().clear();
          }}
        >
          Delete
        </PanelButton>
      </div>
      <p className="panel-empty">Arrow keys move them, Ctrl D duplicates, Delete removes. Select one to set it up.</p>
    </div>
  );
}

function placesOf(topology: Topology, ids: readonly string[]): Record<string, Point> {
  const wanted = new Set(ids);
  const placed = [...topology.nodes, ...topology.boundaries, ...topology.notes].filter(({ id }) => wanted.has(id));
  return Object.fromEntries(placed.map(({ id, position }) => [id, position]));
}

/** Onto the line of the leftmost or topmost. */
function aligned(topology: Topology, ids: readonly string[], axis: "x" | "y"): Topology {
  const places = placesOf(topology, ids);
  const line = Math.min(...Object.values(places).map((place) => place[axis]));
  return placeElements(topology, new Map(Object.entries(places).map(([id, place]) => [id, { ...place, [axis]: line }])));
}
