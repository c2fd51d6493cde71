import { type Element, elementName, findElement } from "../panels/find-element";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";

/** The element that has the keyboard focus on the canvas, if any. */
export function focusedId(): string | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement || focused instanceof SVGElement)) return undefined;
  return focused.matches(".react-flow__node, .react-flow__edge") ? focused.dataset.id : undefined;
}

/** What a command acts on: the selection, or the focused element when it is not part of it. */
export function targets(): readonly string[] {
  const selected = useSelection.getState().ids;
  const focused = focusedId();
  const ids = focused !== undefined && !selected.has(focused) ? [focused] : [...selected];
  const { topology } = useDocument.getState();
  return ids.filter((id) => findElement(topology, id) !== null);
}

export const hasTargets = () => targets().length > 0;

/** "Checkout", "3 elements": for undo labels. */
export function namesOf(ids: readonly string[]): string {
  const { topology } = useDocument.getState();
  const [first] = ids;
  const element: Element | null = first === undefined ? null : findElement(topology, first);
  return ids.length === 1 && element !== null ? elementName(element) : `${ids.length} elements`;
}
