import { type DragEvent, useRef, useState } from "react";
import type { Drill } from "../../topology/drills/schema";
import { methodSteps } from "../../topology/edit/drills";
import { lanesOf } from "../dock/timeline-geometry";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { type Axis, axisOf, type Band, bandsOf, momentText, percentAt, shownMethodMs, ticksOf } from "./drill-axis";
import { boundsOf, movedBound, naturalMethod } from "./drill-bounds";
import { dropStep, placeStep, setDrill, setStep } from "./drill-edit";
import { editInspected, focusStep } from "./drill-focus";
import { STEP_DRAG_TYPE } from "./drill-library";
import { useDrillsView } from "./drills-view";
import { library } from "./library";
import { StepSpan } from "./step-span";
import { movedTimes, type Times } from "./step-times";
import { isMoment, stepWords } from "./step-words";
import { WindowBound } from "./window-bound";

const BAND_TITLES: Readonly<Record<Band["id"], string>> = {
  settle: "Settle",
  before: "Hypothesis before",
  method: "Method",
  recovery: "Recovery",
  after: "Hypothesis after",
};

/** A drill from its first moment to its last: the hypothesis' windows, and between them what the method does, and when. */
export function DrillTimeline({ drill }: { readonly drill: Drill }) {
  const topology = useDocument((state) => state.topology);
  const inspected = useDrillsView((state) => state.inspected);
  const [moved, setMoved] = useState<{ readonly drill: Drill; readonly axis: Axis } | null>(null);
  const track = useRef<HTMLDivElement>(null);
  const shown = moved?.drill ?? drill;
  const bands = bandsOf(shown);
  // While something is dragged the scale stays as it is under the pointer.
  const axis = moved?.axis ?? axisOf(bands);
  const methodMs = shownMethodMs(shown);
  const steps = methodSteps(shown);
  const { lanes, count } = lanesOf(
    steps.map((step) => extentOf(step.step, isMoment(step), axis)),
    Number.POSITIVE_INFINITY,
  );

  const stepEnds = edgesBeside(steps.map((step) => timesOf(step.step)));

  const drop = (event: DragEvent) => {
    const item = library.find(({ id }) => id === event.dataTransfer.getData(STEP_DRAG_TYPE));
    const box = track.current?.getBoundingClientRect();
    if (item === undefined || box === undefined) return;
    event.preventDefault();
    const lengthMs = axis.toMs - axis.fromMs;
    const at = axis.fromMs + ((event.clientX - box.left) / box.width) * lengthMs;
    const { startMs } = movedTimes({ startMs: 0 }, "whole", at, methodMs, { lengthMs, edges: [0], reachMs: lengthMs / 100 });
    focusStep(placeStep(drill, item, startMs));
  };
  const remove = (index: number) => {
    const step = steps[index];
    const next = steps[index + 1] ?? steps[index - 1];
    if (step === undefined) return;
    dropStep(drill, step);
    focusStep(next?.step.id ?? null);
  };
  return (
    <section
      className="drill-timeline"
      aria-label="Timeline of the drill"
      onDrop={drop}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(STEP_DRAG_TYPE)) event.preventDefault();
      }}
    >
      <div ref={track} className="drill-track" style={{ "--lanes": Math.max(2, count) } as React.CSSProperties}>
        {bands.map((band) => (
          <BandView key={band.id} band={band} axis={axis} />
        ))}
        {boundsOf(shown).map((bound) => (
          <WindowBound
            key={bound.id}
            bound={bound}
            axis={axis}
            trackWidth={() => track.current?.clientWidth ?? 1}
            moved={(byMs, reachMs) => movedBound(drill, bound, byMs, { lengthMs: axis.toMs - axis.fromMs, edges: stepEnds, reachMs })}
            preview={(next) => setMoved(next === null ? null : { drill: { ...drill, ...next }, axis })}
            commit={(next, mergeKey) => setDrill(drill, "Change windows", next, mergeKey && `${drill.id}:${mergeKey}`)}
            {...(bound.id === "method" && { reset: () => setDrill(drill, "Change windows", naturalMethod(drill)) })}
            edit={() => editInspected("")}
          />
        ))}
        {steps.length === 0 && (
          <p
            className="drill-empty"
            style={{ left: `${percentAt(axis, 0)}%`, width: `${percentAt(axis, methodMs) - percentAt(axis, 0)}%` }}
          >
            Drag an action here
          </p>
        )}
        {steps.map((step, i) => {
          const { id } = step.step;
          const times = timesOf(step.step);
          return (
            <StepSpan
              key={id}
              id={id}
              sort={step.sort}
              words={stepWords(topology, step)}
              times={times}
              isMoment={isMoment(step)}
              isChosen={inspected === id}
              axis={axis}
              methodMs={methodMs}
              lane={lanes[i] ?? 0}
              edges={edgesBeside(steps.filter((other) => other !== step).map((other) => timesOf(other.step)))}
              trackWidth={() => track.current?.clientWidth ?? 1}
              preview={(next) => setMoved(next === null ? null : { drill: withTimes(drill, id, next), axis })}
              commit={(next, mergeKey) =>
                setStep(drill, step, { startMs: next.startMs, ...("durationMs" in next ? { durationMs: next.durationMs } : {}) }, mergeKey)
              }
              choose={() => useDrillsView.getState().inspect(id)}
              edit={() => editInspected(id)}
              remove={() => remove(i)}
            />
          );
        })}
        <DrillPlayhead drill={drill} axis={axis} />
      </div>
      <div className="drill-ticks" aria-hidden="true">
        {ticksOf(axis).map((ms) => (
          <span key={ms} data-last={percentAt(axis, ms) > 97 || undefined} style={{ left: `${percentAt(axis, ms)}%` }}>
            {momentText(ms)}
          </span>
        ))}
      </div>
    </section>
  );
}

function BandView({ band, axis }: { readonly band: Band; readonly axis: Axis }) {
  const left = percentAt(axis, band.fromMs);
  const length = band.toMs - band.fromMs;
  return (
    <div
      className="drill-band"
      data-band={band.id}
      style={{ left: `${left}%`, width: `${percentAt(axis, band.toMs) - left}%` }}
      title={`${BAND_TITLES[band.id]}, ${momentText(length)}`}
    >
      <span>{BAND_TITLES[band.id]}</span>
    </div>
  );
}

/** How far the drill that is played has come. */
function DrillPlayhead({ drill, axis }: { readonly drill: Drill; readonly axis: Axis }) {
  const nowMs = useRun(({ drill: played, nowMs: now }) => {
    if (played?.id !== drill.id || played.report === null) return null;
    return now - played.report.times.methodMs;
  });
  if (nowMs === null || nowMs > axis.toMs) return null;
  return <div className="drill-playhead" style={{ left: `${percentAt(axis, nowMs)}%` }} aria-hidden="true" />;
}

const timesOf = ({ startMs, ...rest }: Times): Times => ("durationMs" in rest ? { startMs, durationMs: rest.durationMs } : { startMs });

/** What a step takes up in its lane: something that happens in a moment needs room for its name. */
function extentOf({ startMs, durationMs }: Times, moment: boolean, { fromMs, toMs }: Axis): Times {
  return moment ? { startMs, durationMs: (toMs - fromMs) / 8 } : { startMs, durationMs };
}

function edgesBeside(others: readonly Times[]): number[] {
  return [0, ...others.flatMap(({ startMs, durationMs }) => (durationMs === undefined ? [startMs] : [startMs, startMs + durationMs]))];
}

function withTimes(drill: Drill, id: string, times: Times): Drill {
  const change = <T extends { readonly id: string }>(list: readonly T[]): T[] =>
    list.map((step) => (step.id === id ? { ...step, ...times } : step));
  const { faults, traffic, actions } = drill.method;
  return { ...drill, method: { ...drill.method, faults: change(faults), traffic: change(traffic), actions: change(actions) } };
}
