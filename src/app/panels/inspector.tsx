import { lazy, Suspense } from "react";
import { useDrillsView } from "../drills/drills-view";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { findElement } from "./find-element";
import { RunPanel } from "./run-panel";
import "./inspector.css";

// Nothing is selected at first.
const Selected = lazy(() => import("./selected").then((module) => ({ default: module.Selected })));

const DrillInspector = lazy(() => import("../drills/drill-inspector").then((module) => ({ default: module.DrillInspector })));

/** The right side: the selection, or a drill's step; with nothing selected, the run's findings. */
export function Inspector() {
  const ids = useSelection((state) => state.ids);
  const topology = useDocument((state) => state.topology);
  const ofDrill = useDrillsView(({ open, inspected }) => open && inspected !== null);
  const present = [...ids].filter((id) => findElement(topology, id) !== null);
  const [id] = present;
  const element = id === undefined ? null : findElement(topology, id);
  return (
    <div className="inspector">
      {ofDrill ? (
        <Suspense fallback={null}>
          <DrillInspector />
        </Suspense>
      ) : element === null || id === undefined ? (
        <RunPanel />
      ) : (
        <Suspense fallback={null}>
          <Selected id={id} element={element} ids={present} />
        </Suspense>
      )}
    </div>
  );
}
