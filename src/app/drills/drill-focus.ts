import { useLayout } from "../layout-store";
import { useDrillsView } from "./drills-view";

/** Chooses a step and puts the focus on its span, once it is there. */
export function focusStep(id: string | null): void {
  if (id === null) return;
  useDrillsView.getState().inspect(id);
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus());
}

/** Shows a step in the inspector, or the drill itself (""), and goes to its first field. */
export function editInspected(inspected: string): void {
  useDrillsView.getState().inspect(inspected);
  const { panes, toggle } = useLayout.getState();
  if (!panes.inspector.open) toggle("inspector");
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".drill-inspector :is(select, input, textarea)")?.focus()),
  );
}
