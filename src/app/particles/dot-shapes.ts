import { HOP_CODES, type HopCode } from "../../lab/frame";

const RADIUS = 3.4;
const TOKENS: Record<HopCode, string> = { request: "--traffic", reply: "--ok", error: "--bad", message: "--messaging" };

/** Colours of the messages by code, read from the theme once and not for every dot. */
export function readDotColours(element: Element): readonly string[] {
  const style = getComputedStyle(element);
  return HOP_CODES.map((code) => style.getPropertyValue(TOKENS[code]).trim());
}

/** Adds a message's outline to the path; all of one code are then drawn at once. Shape tells them apart without colour. */
export function traceDot(path: CanvasRenderingContext2D, code: HopCode, x: number, y: number): void {
  switch (code) {
    case "request":
      path.moveTo(x + RADIUS, y);
      path.arc(x, y, RADIUS, 0, 2 * Math.PI);
      break;
    case "reply":
      path.moveTo(x + RADIUS - 0.9, y);
      path.arc(x, y, RADIUS - 0.9, 0, 2 * Math.PI);
      break;
    case "error":
      path.moveTo(x - RADIUS, y - RADIUS);
      path.lineTo(x + RADIUS, y + RADIUS);
      path.moveTo(x + RADIUS, y - RADIUS);
      path.lineTo(x - RADIUS, y + RADIUS);
      break;
    case "message":
      path.rect(x - RADIUS + 0.4, y - RADIUS + 0.4, 2 * RADIUS - 0.8, 2 * RADIUS - 0.8);
  }
}

/** Requests and queued messages are solid, replies hollow, errors crosses. */
export const isSolid = (code: HopCode) => code === "request" || code === "message";
/** Replies and errors travel back to the caller. */
export const isBackward = (code: HopCode) => code === "reply" || code === "error";
