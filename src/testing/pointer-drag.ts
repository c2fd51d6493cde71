import { fireEvent } from "@testing-library/react";

/** Presses on an element, moves the pointer so many pixels to the right, and lets go. */
export function pointerDrag(element: HTMLElement, px: number): void {
  element.setPointerCapture = () => {};
  fireEvent.pointerDown(element, { button: 0, clientX: 100, pointerId: 1 });
  fireEvent.pointerMove(element, { clientX: 100 + px / 2, pointerId: 1 });
  fireEvent.pointerMove(element, { clientX: 100 + px, pointerId: 1 });
  fireEvent.pointerUp(element, { pointerId: 1 });
}
