import type { ReactFlowInstance } from "@xyflow/react";
import { type Box, centreOf, contains, NODE_SIZE, type Point } from "../../topology/edit/geometry";

/** Room around a diagram that is fitted into view; the controls and the legend stand on the left and at the bottom. */
export const FIT = {
  maxZoom: 1.25,
  padding: { top: "24px", right: "32px", bottom: "48px", left: "64px" },
} as const;

let instance: ReactFlowInstance | null = null;
let surface: HTMLElement | null = null;
/** What was to be looked at before the canvas was there: on a slow machine a document may be open sooner. */
let wished: (() => void) | null = null;

/** The canvas as commands outside React see it; before it is there, only what is to be looked at is kept. */
export const flow = {
  attach(next: ReactFlowInstance, element: HTMLElement | null): void {
    instance = next;
    surface = element;
    wished?.();
    wished = null;
  },
  /** Point of the document in the middle of the view. */
  centre(): Point {
    const box = surface?.getBoundingClientRect();
    if (instance === null || box === undefined) return { x: 0, y: 0 };
    return instance.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  },
  /** The part of the document that is in view. */
  view(): Box {
    const box = surface?.getBoundingClientRect();
    if (instance === null || box === undefined) return { x: 0, y: 0, width: 800, height: 600 };
    const { x, y } = instance.screenToFlowPosition({ x: box.x, y: box.y }, { snapToGrid: false });
    const zoom = instance.getZoom();
    return { x, y, width: box.width / zoom, height: box.height / zoom };
  },
  at(clientX: number, clientY: number): Point {
    return instance?.screenToFlowPosition({ x: clientX, y: clientY }) ?? { x: 0, y: 0 };
  },
  /** All of a document that is not empty, though nothing of it may be drawn yet. */
  fitOpened(): void {
    if (instance === null) wished = flow.fitOpened;
    else void instance.fitView({ ...FIT, duration: motion() });
  },
  fit(): void {
    // React Flow would keep the wish for later and jump when the first node is placed.
    if (instance?.getNodes().length === 0) void instance.setViewport({ x: 0, y: 0, zoom: 1 });
    else void instance?.fitView({ ...FIT, duration: motion() });
  },
  show(view: { readonly x: number; readonly y: number; readonly zoom: number }): void {
    if (instance === null) wished = () => flow.show(view);
    else void instance.setViewport(view);
  },
  zoomIn(): void {
    void instance?.zoomIn({ duration: motion() });
  },
  zoomOut(): void {
    void instance?.zoomOut({ duration: motion() });
  },
  /** Puts the keyboard focus on a node, as soon as it is drawn. */
  focus(id: string, frames = 8): void {
    requestAnimationFrame(() => {
      const node = surface?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      // The canvas brings it into view; the browser would scroll the frame around it.
      if (node !== null && node !== undefined) node.focus({ preventScroll: true });
      else if (frames > 0) flow.focus(id, frames - 1);
    });
  },
  /** Brings a node into view if it is not. */
  reveal(id: string): void {
    const node = instance?.getInternalNode(id);
    if (instance === null || node === undefined) return;
    const { width = NODE_SIZE.width, height = NODE_SIZE.height } = node.measured;
    const centre = centreOf({ ...node.internals.positionAbsolute, width, height });
    if (!contains(flow.view(), centre)) void instance.setCenter(centre.x, centre.y, { zoom: instance.getZoom(), duration: motion() });
  },
};

function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200;
}
