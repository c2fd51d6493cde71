import { HOP_CODES } from "../../lab/frame";
import { isBackward, isSolid, traceDot } from "./dot-shapes";
import { type HopBuffer, LOST_AT } from "./hop-buffer";
import { pointOnLink } from "./link-paths";

const at = { x: 0, y: 0 };

/** Draws every message at its place at a simulated time: one path for each sort of message. */
export function drawDots(
  context: CanvasRenderingContext2D,
  hops: HopBuffer,
  linkIds: readonly string[],
  colours: readonly string[],
  nowMs: number,
): void {
  context.lineWidth = 1.8;
  for (let code = 0; code < HOP_CODES.length; code++) {
    const name = HOP_CODES[code] as (typeof HOP_CODES)[number];
    const paint = () => (isSolid(name) ? context.fill() : context.stroke());
    context.fillStyle = context.strokeStyle = colours[code] ?? "";
    context.beginPath();
    for (let row = 0; row < hops.count; row++) {
      if (hops.code[row] !== code || hops.lost[row] === 1) continue;
      if (!place(hops, row, linkIds, isBackward(name), nowMs)) continue;
      traceDot(context, name, at.x, at.y);
    }
    paint();
    for (let row = 0; row < hops.count; row++) {
      if (hops.code[row] !== code || hops.lost[row] === 0) continue;
      if (!place(hops, row, linkIds, isBackward(name), nowMs)) continue;
      context.globalAlpha = Math.max(0, 1 - hops.share(row, nowMs) / LOST_AT);
      context.beginPath();
      traceDot(context, name, at.x, at.y);
      paint();
    }
    context.globalAlpha = 1;
  }
}

function place(hops: HopBuffer, row: number, linkIds: readonly string[], back: boolean, nowMs: number): boolean {
  const share = hops.share(row, nowMs);
  const link = linkIds[hops.link[row] as number];
  if (link === undefined || share < 0 || share > 1) return false;
  return pointOnLink(link, back ? 1 - share : share, at);
}
