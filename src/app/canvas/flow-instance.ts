import type { ReactFlowInstance } from "@xyflow/react";
import type { Point } from "../../topology/edit/geometry";

let instance: ReactFlowInstance | null = null;
let surface: HTMLElement | null = null;

/** The canvas as commands outside React see it; does nothing before it is there. */
export const flow = {
  attach(next: ReactFlowInstance, element: HTMLElement | null): void {
    instance = next;
    surface = element;
  },
  /** Point of the document in the middle of the view. */
  centre(): Point {
    const box = surface?.getBoundingClientRect();
    if (instance === null || box === undefined) return { x: 0, y: 0 };
    return instance.screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  },
  at(clientX: number, clientY: number): Point {
    return instance?.screenToFlowPosition({ x: clientX, y: clientY }) ?? { x: 0, y: 0 };
  },
  fit(): void {
    void instance?.fitView({ padding: 0.1, maxZoom: 1.25, duration: motion() });
  },
  show(view: { readonly x: number; readonly y: number; readonly zoom: number }): void {
    void instance?.setViewport(view);
  },
  zoomIn(): void {
    void instance?.zoomIn({ duration: motion() });
  },
  zoomOut(): void {
    void instance?.zoomOut({ duration: motion() });
  },
  /** Puts the keyboard focus on a node. */
  focus(id: string): void {
    requestAnimationFrame(() => {
      surface?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus();
    });
  },
};

function motion(): number {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200;
}
