import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useRun } from "../stores/run-store";
import { clockText } from "./clock-text";
import { stepOf } from "./timeline-geometry";

/** A page of the keyboard's big steps [share of the run]. */
const PAGE = 0.1;
/** Going back costs the simulation up to a second of its own time, so that it is not asked for every pixel [ms]. */
const SEEK_INTERVAL_MS = 80;

type Box = Pick<DOMRect, "left" | "width">;

interface Drag {
  /** How far beside the playhead it was taken [px]. */
  readonly besidePx: number;
  readonly fromMs: number;
  readonly resumes: boolean;
  /** Where it is held now; state would be a rendering behind [ms]. */
  atMs: number;
}

/** How far the run has come; drag it, or use the arrow keys, to go back to a past moment or ahead. */
export function Playhead({ runMs, trackBox }: { readonly runMs: number; trackBox(): Box }) {
  const nowMs = useRun((state) => state.nowMs);
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const drag = useRef<Drag | null>(null);
  const askedAt = useRef(0);
  const shownMs = heldMs ?? nowMs;

  const within = (ms: number) => Math.max(0, Math.min(runMs, ms));
  const seek = (toMs: number) => useRun.getState().controls.seek(toMs);

  const grab = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { state, controls } = useRun.getState();
    const { left, width } = trackBox();
    const besidePx = event.clientX - left - (nowMs / runMs) * width;
    drag.current = { besidePx, fromMs: nowMs, atMs: nowMs, resumes: state === "running" };
    if (state === "running") controls.pause();
    setHeldMs(nowMs);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current;
    if (held === null) return;
    // Measured anew: the timeline's width changes with what else the dock has to say.
    const { left, width } = trackBox();
    const toMs = within(((event.clientX - held.besidePx - left) / Math.max(1, width)) * runMs);
    held.atMs = toMs;
    setHeldMs(toMs);
    if (event.timeStamp - askedAt.current < SEEK_INTERVAL_MS) return;
    askedAt.current = event.timeStamp;
    seek(toMs);
  };
  const release = () => {
    const held = drag.current;
    if (held === null) return;
    drag.current = null;
    setHeldMs(null);
    if (held.atMs !== held.fromMs) seek(held.atMs);
    // Ahead it has yet to arrive, and stays there.
    if (held.resumes && held.atMs <= held.fromMs) useRun.getState().controls.play();
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const toMs = targetOf(event, nowMs, runMs);
    if (toMs === null) return;
    event.preventDefault();
    event.stopPropagation();
    seek(within(toMs));
  };

  return (
    <div
      className="timeline-playhead"
      role="slider"
      tabIndex={0}
      aria-label="Simulated time"
      aria-valuemin={0}
      aria-valuemax={runMs}
      aria-valuenow={Math.round(shownMs)}
      aria-valuetext={`${clockText(shownMs)} of ${clockText(runMs)}`}
      title="Drag back to go to a past moment of this run"
      data-held={heldMs === null ? undefined : ""}
      style={{ left: `${(within(shownMs) / runMs) * 100}%` }}
      onPointerDown={grab}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={press}
    />
  );
}

/** Where a key leads [ms], or null. */
function targetOf(event: KeyboardEvent, nowMs: number, runMs: number): number | null {
  const step = (event.shiftKey ? 10 : 1) * stepOf(runMs);
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowDown":
      return nowMs - step;
    case "ArrowRight":
    case "ArrowUp":
      return nowMs + step;
    case "PageDown":
      return nowMs - PAGE * runMs;
    case "PageUp":
      return nowMs + PAGE * runMs;
    case "Home":
      return 0;
    case "End":
      return runMs;
    default:
      return null;
  }
}
