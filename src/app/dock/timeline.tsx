import { lazy, Suspense, useRef } from "react";
import type { FaultEntry } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useRunLength } from "../stores/run-length";
import { useRun } from "../stores/run-store";
import { faultWords } from "./fault-words";
import { Playhead } from "./playhead";
import { extentOf, lanesOf } from "./timeline-geometry";
import type { TimelineSpan } from "./timeline-span";
import "./timeline.css";

// The first document has no faults.
const LateSpan = lazy(() => import("./timeline-span").then((module) => ({ default: module.TimelineSpan })));

const PlayedSteps = lazy(() => import("../drills/played-drill").then((module) => ({ default: module.PlayedDrillSteps })));

/** What is broken and when, and how far the run has come. */
export function Timeline() {
  const topology = useDocument((state) => state.topology);
  const track = useRef<HTMLDivElement>(null);
  const runMs = useRunLength();
  const played = useRun((run) => run.drill !== null);
  const { lanes, count } = lanesOf(topology.faults, runMs);
  const shown = topology.faults.filter(({ startMs }) => startMs < runMs);
  return (
    <section className="timeline" aria-label="Timeline of faults" data-lanes={Math.min(count, 4)}>
      <div ref={track} className="timeline-track" style={{ "--lanes": count } as React.CSSProperties}>
        <Progress runMs={runMs} />
        {played && (
          <Suspense fallback={null}>
            <PlayedSteps runMs={runMs} />
          </Suspense>
        )}
        {shown.map((fault) => (
          <Span
            key={fault.id}
            fault={fault}
            words={faultWords(topology, fault)}
            runMs={runMs}
            lane={lanes[topology.faults.indexOf(fault)] ?? 0}
            trackWidth={() => track.current?.clientWidth ?? 1}
          />
        ))}
        <Playhead runMs={runMs} trackBox={() => track.current?.getBoundingClientRect() ?? new DOMRect()} />
      </div>
    </section>
  );
}

type SpanProps = Omit<Parameters<typeof TimelineSpan>[0], "phase">;

/** Renders again only when its fault begins or ends, not with every tick of the clock. */
function Span(props: SpanProps) {
  const phase = useRun(({ nowMs }) => phaseAt(props.fault, nowMs, props.runMs));
  return (
    <Suspense fallback={null}>
      <LateSpan {...props} phase={phase} />
    </Suspense>
  );
}

function phaseAt(fault: FaultEntry, nowMs: number, runMs: number): "planned" | "active" | "over" {
  const { from, to } = extentOf(fault, runMs);
  if (nowMs < from) return "planned";
  return nowMs >= to ? "over" : "active";
}

function Progress({ runMs }: { readonly runMs: number }) {
  const nowMs = useRun((state) => state.nowMs);
  return (
    <div className="timeline-line" aria-hidden="true">
      <div style={{ transform: `scaleX(${Math.min(1, nowMs / runMs)})` }} />
    </div>
  );
}
