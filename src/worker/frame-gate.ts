import type { Frame } from "../lab/frame";

/** Frames the page may hold at once. */
export const CREDITS = 2;

/**
 * Who holds which frame. A frame leaves only with credit and not before its time; without credit nothing is queued:
 * the next frame simply carries more.
 */
export interface FrameGate {
  /** A state change or a jump wants to be seen: the next frame may leave as soon as there is credit. */
  hurry(): void;
  /** True when a frame may leave now; `intervalMs` is the least wall time since the last one. */
  open(intervalMs: number): boolean;
  /** A frame has left. */
  spend(): void;
  /** The page has taken one in. */
  refill(): void;
}

export function createFrameGate(now: () => number): FrameGate {
  let credit = CREDITS;
  let hurried = false;
  let last = Number.NEGATIVE_INFINITY;
  return {
    hurry() {
      hurried = true;
    },
    open: (intervalMs) => credit > 0 && (hurried || now() - last >= intervalMs),
    spend() {
      credit--;
      hurried = false;
      last = now();
    },
    refill() {
      credit = Math.min(CREDITS, credit + 1);
    },
  };
}

/** A frame's buffers, to be given away rather than copied; views of a shared buffer stay and are copied. */
export function buffersOf(frame: Frame): ArrayBuffer[] {
  const columns = [frame.windows, frame.nodes, frame.links, frame.figures, frame.parts, frame.replicas, frame.activeFaults, frame.hops];
  const whole = columns.filter(({ byteLength, buffer }) => byteLength > 0 && byteLength === buffer.byteLength);
  return [...new Set(whole.map(({ buffer }) => buffer as ArrayBuffer))];
}
