import type { KeyboardEvent } from "react";
import type { StepSort } from "../../topology/edit/drills";
import { type Axis, momentText, percentAt } from "./drill-axis";
import { type Grip, keyDistance, movedTimes, type Times } from "./step-times";
import { useTimeDrag } from "./use-time-drag";

interface StepSpanProps {
  readonly id: string;
  readonly sort: StepSort;
  readonly words: string;
  /** As drawn: while it is dragged, where it would come to lie. */
  readonly times: Times;
  readonly isMoment: boolean;
  readonly isChosen: boolean;
  readonly axis: Axis;
  readonly methodMs: number;
  readonly lane: number;
  /** Where the other steps begin and end [ms]. */
  readonly edges: readonly number[];
  /** Width of the whole timeline [px]. */
  trackWidth(): number;
  /** Times while it is dragged; null when it is not any more. */
  preview(times: Times | null): void;
  commit(times: Times, mergeKey?: string): void;
  choose(): void;
  edit(): void;
  remove(): void;
}

/** One step of a method on the timeline: drag it or an end of it; arrows move it, with Shift its end, Delete removes it. */
export function StepSpan(props: StepSpanProps) {
  const { id, sort, words, times, isMoment, isChosen, axis, methodMs, lane, edges, preview, commit, choose } = props;
  const lengthMs = axis.toMs - axis.fromMs;
  const endMs = times.durationMs === undefined ? methodMs : times.startMs + times.durationMs;
  const span = isMoment
    ? `at ${momentText(times.startMs)}`
    : `${momentText(times.startMs)} to ${times.durationMs === undefined ? "the rollback" : momentText(endMs)}`;

  const drag = useTimeDrag<Times>({ trackWidth: props.trackWidth, preview, commit, click: choose });
  const hold = (grip: Grip) =>
    drag.hold(lengthMs, (byMs, reachMs) => movedTimes(times, grip, byMs, methodMs, { lengthMs, edges, reachMs }));

  const press = (own: Grip) => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = keyDistance(event.key, lengthMs);
    const grip = own === "whole" && event.shiftKey && !isMoment ? "end" : own;
    if (by !== null) commit(movedTimes(times, grip, by, methodMs, { lengthMs, edges: [], reachMs: 0 }), `${id}:${grip}`);
    else if (event.key === "Delete" || event.key === "Backspace") props.remove();
    else if (event.key === "Enter") props.edit();
    else if (event.key === " ") choose();
    else if (event.key !== "Escape" || !drag.cancel()) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const left = percentAt(axis, times.startMs);
  const place = { left: `${left}%`, width: isMoment ? undefined : `${percentAt(axis, endMs) - left}%`, "--lane": lane };
  return (
    <div
      className="drill-span"
      data-sort={sort}
      data-moment={isMoment || undefined}
      data-chosen={isChosen || undefined}
      data-open={(times.durationMs === undefined && !isMoment) || undefined}
      style={place as React.CSSProperties}
    >
      <div
        role="slider"
        tabIndex={0}
        className="drill-span-body"
        data-step={id}
        aria-label={words}
        aria-valuemin={0}
        aria-valuemax={Math.max(methodMs, times.startMs)}
        aria-valuenow={times.startMs}
        aria-valuetext={span}
        title={`${words}, ${span}`}
        onKeyDown={press("whole")}
        {...hold("whole")}
      >
        <span>{words}</span>
      </div>
      {!isMoment &&
        (["start", "end"] as const).map((grip) => (
          <div
            key={grip}
            role="slider"
            tabIndex={0}
            className={`drill-edge drill-edge-${grip}`}
            aria-label={`${words}, ${grip}`}
            aria-valuemin={0}
            aria-valuemax={Math.max(methodMs, endMs)}
            aria-valuenow={grip === "start" ? times.startMs : endMs}
            aria-valuetext={span}
            onKeyDown={press(grip)}
            {...hold(grip)}
          />
        ))}
    </div>
  );
}
