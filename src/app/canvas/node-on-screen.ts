/** Where a node's face is on the screen, for what opens beside it. */
export function boxOnScreen(id: string): DOMRect {
  const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  return element?.getBoundingClientRect() ?? new DOMRect();
}
