import type { KeyboardEvent } from "react";
import { type Axis, percentAt } from "./drill-axis";
import type { Bound } from "./drill-bounds";
import { keyDistance } from "./step-times";
import { useTimeDrag } from "./use-time-drag";

interface WindowBoundProps<Values> {
  readonly bound: Bound;
  readonly axis: Axis;
  trackWidth(): number;
  /** What the drill comes to with the bound so much further on, clinging to what is within reach [ms]. */
  moved(byMs: number, reachMs: number): Values;
  preview(values: Values | null): void;
  commit(values: Values, mergeKey?: string): void;
  /** Delete takes back what was said, where there is something to take back. */
  reset?(): void;
  /** Enter or a click: its exact figure is in the form. */
  edit(): void;
}

/** An edge of a drill's windows: drag it, or move it with the arrows. */
export function WindowBound<Values>({ bound, axis, trackWidth, moved, preview, commit, reset, edit }: WindowBoundProps<Values>) {
  const lengthMs = axis.toMs - axis.fromMs;
  const drag = useTimeDrag<Values>({ trackWidth, preview, commit, click: edit });
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = keyDistance(event.key, lengthMs);
    if (by !== null) commit(moved(by, 0), bound.id);
    else if (event.key === "Delete" || event.key === "Backspace") reset?.();
    else if (event.key === "Enter") edit();
    else if (event.key !== "Escape" || !drag.cancel()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      className="drill-bound"
      data-bound={bound.id}
      style={{ left: `${percentAt(axis, bound.atMs)}%` }}
      aria-label={bound.title}
      aria-valuemin={axis.fromMs}
      aria-valuemax={axis.toMs}
      aria-valuenow={bound.atMs}
      aria-valuetext={bound.words}
      title={`${bound.title}: ${bound.words}`}
      onKeyDown={press}
      {...drag.hold(lengthMs, moved)}
    />
  );
}
