import type { HopCode } from "../../lab/frame";

const RADIUS = 3.6;
const TOKENS: Record<HopCode, string> = {
  request: "--traffic",
  reply: "--ok",
  error: "--bad",
  message: "--messaging",
};

/** Colour and shape both tell what a message is: disc, ring, cross, square. */
export function drawDot(
  context: CanvasRenderingContext2D,
  style: CSSStyleDeclaration,
  code: HopCode,
  x: number,
  y: number,
  opacity: number,
): void {
  const colour = style.getPropertyValue(TOKENS[code]);
  context.globalAlpha = opacity;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.beginPath();
  switch (code) {
    case "request":
      context.arc(x, y, RADIUS, 0, 2 * Math.PI);
      context.fill();
      break;
    case "reply":
      context.arc(x, y, RADIUS - 0.6, 0, 2 * Math.PI);
      context.stroke();
      break;
    case "error":
      context.moveTo(x - RADIUS, y - RADIUS);
      context.lineTo(x + RADIUS, y + RADIUS);
      context.moveTo(x + RADIUS, y - RADIUS);
      context.lineTo(x - RADIUS, y + RADIUS);
      context.stroke();
      break;
    case "message":
      context.fillRect(x - RADIUS + 0.4, y - RADIUS + 0.4, 2 * RADIUS - 0.8, 2 * RADIUS - 0.8);
  }
  context.globalAlpha = 1;
}
