import { lazy, Suspense } from "react";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { findElement } from "./find-element";
import { RunPanel } from "./run-panel";
import "./inspector.css";

// Nothing is selected at first.
const Selected = lazy(() => import("./selected").then((module) => ({ default: module.Selected })));

/** The right side: the selection; with nothing selected, the run's findings. */
export function Inspector() {
  const ids = useSelection((state) => state.ids);
  const topology = useDocument((state) => state.topology);
  const present = [...ids].filter((id) => findElement(topology, id) !== null);
  const [id] = present;
  const element = id === undefined ? null : findElement(topology, id);
  return (
    <div className="inspector">
      {element === null || id === undefined ? (
        <RunPanel />
      ) : (
        <Suspense fallback={null}>
          <Selected id={id} element={element} ids={present} />
        </Suspense>
      )}
    </div>
  );
}
