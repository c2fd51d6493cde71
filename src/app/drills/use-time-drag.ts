import { type PointerEvent, useRef } from "react";

interface Drag<Moved> {
  readonly pointerId: number;
  readonly fromX: number;
  readonly msPerPx: number;
  readonly moved: (byMs: number, reachMs: number) => Moved;
  latest: { readonly value: Moved } | null;
}

interface TimeDragOptions<Moved> {
  /** Width of the whole timeline [px]. */
  trackWidth(): number;
  /** What it would come to while it is dragged; null when it is not any more. */
  preview(moved: Moved | null): void;
  commit(moved: Moved): void;
  /** Pressed and let go without being moved. */
  click(): void;
}

/** How near to something else an edge clings to it [px]. */
const CLING_PX = 6;
/** A hand that presses moves so far without meaning it [px]. */
const STILL_PX = 2;

/** Dragging along a timeline, by the pointer that began it and on the scale that it began with. */
export function useTimeDrag<Moved>({ trackWidth, preview, commit, click }: TimeDragOptions<Moved>) {
  const drag = useRef<Drag<Moved> | null>(null);
  const move = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current;
    if (held === null || held.pointerId !== event.pointerId) return;
    const px = event.clientX - held.fromX;
    if (held.latest === null && Math.abs(px) <= STILL_PX) return;
    held.latest = { value: held.moved(px * held.msPerPx, CLING_PX * held.msPerPx) };
    preview(held.latest.value);
  };
  const release = () => {
    const held = drag.current;
    if (held === null) return;
    drag.current = null;
    if (held.latest === null) click();
    else commit(held.latest.value);
    preview(null);
  };
  const cancel = () => {
    if (drag.current === null) return;
    drag.current = null;
    preview(null);
  };
  return {
    /** Ends a drag as if it had not been; false where there is none. */
    cancel(): boolean {
      const isHeld = drag.current !== null;
      cancel();
      return isHeld;
    },
    /** What a grip needs: `moved` says what the thing comes to `byMs` further on, clinging to what is within `reachMs`. */
    hold: (lengthMs: number, moved: (byMs: number, reachMs: number) => Moved) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.button !== 0) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        const msPerPx = lengthMs / Math.max(1, trackWidth());
        drag.current = { pointerId: event.pointerId, fromX: event.clientX, msPerPx, moved, latest: null };
      },
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: cancel,
      onLostPointerCapture: cancel,
    }),
  };
}
