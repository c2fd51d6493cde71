import type { Box, Point, Size } from "../../topology/edit/geometry";

/** Room between a new thing and what is there: enough for a link to be seen [px]. */
const GAP = { across: 64, down: 32 };

/** The free place nearest to the middle of a view; the middle itself when the view is full. */
export function freeSpot(view: Box, size: Size, taken: readonly Box[]): Point {
  const middle = { x: view.x + (view.width - size.width) / 2, y: view.y + (view.height - size.height) / 2 };
  const step = { x: (size.width + GAP.across) / 2, y: (size.height + GAP.down) / 2 };
  const columns = Math.floor((view.width - size.width) / 2 / step.x);
  const rows = Math.floor((view.height - size.height) / 2 / step.y);
  let best = middle;
  let nearest = Number.POSITIVE_INFINITY;
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      const at = { x: middle.x + column * step.x, y: middle.y + row * step.y };
      // Diagrams grow from left to right, so a place on the right is as good as a nearer one below.
      const far = Math.hypot(column * step.x, 2.5 * row * step.y) - (column > 0 ? 1 : 0);
      if (far >= nearest || taken.some((box) => isClose(at, size, box))) continue;
      nearest = far;
      best = at;
    }
  }
  return best;
}

function isClose(at: Point, size: Size, box: Box): boolean {
  return (
    at.x < box.x + box.width + GAP.across - 1 &&
    at.x + size.width + GAP.across - 1 > box.x &&
    at.y < box.y + box.height + GAP.down - 1 &&
    at.y + size.height + GAP.down - 1 > box.y
  );
}
