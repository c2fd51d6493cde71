import type { KeyboardEvent, PointerEvent } from "react";
import { LIMITS, type Pane, useLayout } from "./layout-store";

const STEP = 16;
/** Which way a pane grows when its edge moves right or down. */
const GROWS: Record<Pane, 1 | -1> = { palette: 1, inspector: -1, dock: -1 };
const TITLES: Record<Pane, string> = { palette: "palette", inspector: "inspector", dock: "run panel" };

/** The edge between a pane and the canvas: drag or arrow keys resize it, Enter or a double click folds it. */
export function PaneEdge({ pane }: { readonly pane: Pane }) {
  const { size, open } = useLayout((state) => state.panes[pane]);
  const { resize, toggle } = useLayout.getState();
  const sideways = pane !== "dock";
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!open) return;
    const edge = event.currentTarget;
    const from = sideways ? event.clientX : event.clientY;
    edge.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => resize(pane, size + GROWS[pane] * ((sideways ? moved.clientX : moved.clientY) - from));
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), { once: true });
  };
  const key = (event: KeyboardEvent) => {
    const forward = sideways ? "ArrowRight" : "ArrowDown";
    const back = sideways ? "ArrowLeft" : "ArrowUp";
    if (event.key === "Enter") toggle(pane);
    else if (event.key === forward) resize(pane, size + STEP * GROWS[pane]);
    else if (event.key === back) resize(pane, size - STEP * GROWS[pane]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // A separator that moves is a control in ARIA's terms, so it takes the focus; a rule cannot.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      role="separator"
      tabIndex={0}
      className={`pane-edge pane-edge-${pane}`}
      aria-orientation={sideways ? "vertical" : "horizontal"}
      aria-label={`Size of the ${TITLES[pane]}`}
      aria-valuenow={open ? size : 0}
      aria-valuemin={0}
      aria-valuemax={LIMITS[pane][1]}
      onPointerDown={drag}
      onDoubleClick={() => toggle(pane)}
      onKeyDown={key}
    />
  );
}
