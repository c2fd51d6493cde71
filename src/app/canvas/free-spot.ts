import { type Box, contains, type Point, type Size } from "../../topology/edit/geometry";

/** Room between a new thing and what is there: enough for a link to be seen [px]. */
const GAP = { across: 64, down: 32 };
/** Diagrams grow from left to right: the first thing stands at this share of the view. */
const FIRST_AT = 0.12;

/** A free place in a view: right of the last thing if there is room, else the nearest to it; at worst the middle. */
export function freeSpot(view: Box, size: Size, taken: readonly Box[]): Point {
  const middle = { x: view.x + (view.width - size.width) / 2, y: view.y + (view.height - size.height) / 2 };
  const isFree = (at: Point) => isInside(view, at, size) && !taken.some((box) => isClose(at, size, box));
  const last = taken.at(-1);
  if (last === undefined) return { x: view.x + FIRST_AT * view.width, y: middle.y };
  const inView = contains(view, last);
  const wish = inView ? { x: last.x + last.width + GAP.across, y: last.y } : middle;
  if (isFree(wish)) return wish;
  const step = { x: (size.width + GAP.across) / 2, y: (size.height + GAP.down) / 2 };
  let best = middle;
  let nearest = Number.POSITIVE_INFINITY;
  for (let x = firstFrom(view.x, wish.x, step.x); x < view.x + view.width; x += step.x) {
    for (let y = firstFrom(view.y, wish.y, step.y); y < view.y + view.height; y += step.y) {
      const far = Math.hypot(x - wish.x, y - wish.y);
      if (far >= nearest || !isFree({ x, y })) continue;
      nearest = far;
      best = { x, y };
    }
  }
  return best;
}

/** The first point of a raster through `origin` that is not before `edge`. */
const firstFrom = (edge: number, origin: number, step: number) => origin + Math.ceil((edge - origin) / step) * step;

function isInside(view: Box, at: Point, size: Size): boolean {
  return at.x >= view.x && at.y >= view.y && at.x + size.width <= view.x + view.width && at.y + size.height <= view.y + view.height;
}

function isClose(at: Point, size: Size, box: Box): boolean {
  return (
    at.x < box.x + box.width + GAP.across &&
    at.x + size.width + GAP.across > box.x &&
    at.y < box.y + box.height + GAP.down &&
    at.y + size.height + GAP.down > box.y
  );
}
