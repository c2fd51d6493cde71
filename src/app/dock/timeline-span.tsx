import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { removeFault, updateFault } from "../../topology/edit/faults";
import type { FaultEntry } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { tenthsText } from "./clock-text";
import { extentOf, type Grip, shifted, stepOf, type Times } from "./timeline-geometry";

interface TimelineSpanProps {
  readonly fault: FaultEntry;
  readonly words: string;
  readonly runMs: number;
  readonly lane: number;
  readonly phase: "planned" | "active" | "over";
  /** Width of the whole timeline [px], at the start of a drag. */
  trackWidth(): number;
}

interface Drag {
  readonly grip: Grip;
  readonly fromX: number;
  readonly width: number;
  readonly pointerId: number;
}

/** One fault on the timeline: drag it, or an end of it; arrow keys do the same. */
export function TimelineSpan({ fault, words, runMs, lane, phase, trackWidth }: TimelineSpanProps) {
  const [preview, setPreview] = useState<Times | null>(null);
  const drag = useRef<Drag | null>(null);
  const times = preview ?? fault;
  const { from, to } = extentOf(times, runMs);
  const span = `${tenthsText(from)} to ${times.durationMs === undefined ? "the end" : tenthsText(to)}`;

  const commit = (next: Times, mergeKey?: string) => {
    if (next.startMs === fault.startMs && next.durationMs === fault.durationMs) return;
    const { startMs, durationMs } = next;
    useDocument.getState().change(`Move ${words}`, (topology) => updateFault(topology, fault.id, { startMs, durationMs }), mergeKey);
  };

  const grab = (grip: Grip) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = {
      grip,
      fromX: event.clientX,
      width: Math.max(1, trackWidth()),
      pointerId: event.pointerId,
    };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current;
    if (held === null || held.pointerId !== event.pointerId) return;
    const by = ((event.clientX - held.fromX) / held.width) * runMs;
    if (preview !== null || Math.abs(event.clientX - held.fromX) > 2) setPreview(shifted(fault, held.grip, by, runMs));
  };
  const release = () => {
    if (drag.current === null) return;
    drag.current = null;
    if (preview === null) selectTarget(fault);
    else commit(preview);
    setPreview(null);
  };
  const cancel = () => {
    drag.current = null;
    setPreview(null);
  };
  const hold = (grip: Grip) => ({
    onPointerDown: grab(grip),
    onPointerMove: move,
    onPointerUp: release,
    onPointerCancel: cancel,
    onLostPointerCapture: cancel,
  });

  const press = (grip: Grip) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = distanceOf(event, runMs);
    if (by !== null) commit(shifted(fault, grip, by, runMs), `move-${grip}-${fault.id}`);
    else if (event.key === "Delete" || event.key === "Backspace")
      useDocument.getState().change(`Remove ${words}`, (topology) => removeFault(topology, fault.id));
    else if (event.key === "Enter") selectTarget(fault);
    else if (event.key === "Escape" && drag.current !== null) cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const place = {
    left: `${(from / runMs) * 100}%`,
    width: `${((to - from) / runMs) * 100}%`,
    "--lane": lane,
  };
  return (
    <div
      className="timeline-span"
      data-phase={phase}
      data-open={times.durationMs === undefined}
      data-dragged={preview !== null}
      style={place as React.CSSProperties}
    >
      <div
        className="timeline-body"
        role="slider"
        tabIndex={0}
        aria-label={`${words}, start`}
        aria-valuemin={0}
        aria-valuemax={runMs}
        aria-valuenow={from}
        aria-valuetext={span}
        title={`${words}, ${span}`}
        onKeyDown={press("whole")}
        {...hold("whole")}
      >
        <span>{preview === null ? words : span}</span>
      </div>
      <div className="timeline-edge timeline-edge-start" aria-hidden="true" {...hold("start")} />
      <div
        className="timeline-edge timeline-edge-end"
        role="slider"
        tabIndex={0}
        aria-label={`${words}, end`}
        aria-valuemin={0}
        aria-valuemax={runMs}
        aria-valuenow={to}
        aria-valuetext={span}
        onKeyDown={press("end")}
        {...hold("end")}
      />
    </div>
  );
}

function distanceOf({ key, shiftKey }: KeyboardEvent, runMs: number): number | null {
  const step = stepOf(runMs) * (shiftKey ? 10 : 1);
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return -step;
    case "ArrowRight":
    case "ArrowUp":
      return step;
    case "PageDown":
      return -10 * step;
    case "PageUp":
      return 10 * step;
    case "Home":
      return -runMs;
    case "End":
      return runMs;
    default:
      return null;
  }
}

function selectTarget({ target }: FaultEntry): void {
  if (target.type !== "all") useSelection.getState().select([target.id]);
}
