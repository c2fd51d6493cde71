import { faultOf } from "../../catalog/faults/definitions";
import { type DrillRecord, ownFaults } from "./record";
import type { Chart, Look, Span, Timeline } from "./story";

/** When the method's steps act, and faults that the document has of its own. */
function stepSpans(record: DrillRecord): Span[] {
  const { drill, durationMs } = record.run;
  const own = ownFaults(record).map((fault) => ({
    label: `${faultOf(fault.type).label(fault.params as never)} (the document's own)`,
    startMs: fault.startMs,
    endMs: fault.durationMs === undefined ? null : fault.startMs + fault.durationMs,
  }));
  return [...drill.steps, ...own].map(({ label, startMs, endMs }) => ({
    label,
    fromMs: startMs,
    toMs: Math.min(durationMs, Math.max(endMs ?? durationMs, startMs)),
  }));
}

export function timelineOf(record: DrillRecord): Timeline {
  const { drill, durationMs } = record.run;
  const { settledMs, steadyUntilMs, methodMs, methodEndMs, recoveredByMs, endMs } = drill.times;
  const later =
    drill.verdict === "invalid"
      ? []
      : [
          { label: "method", fromMs: steadyUntilMs, toMs: methodEndMs },
          { label: "recovery", fromMs: methodEndMs, toMs: recoveredByMs },
          { label: "judged again", fromMs: recoveredByMs, toMs: endMs },
        ];
  const phases = [
    { label: "settling", fromMs: 0, toMs: settledMs },
    { label: "steady state", fromMs: settledMs, toMs: steadyUntilMs },
    ...later,
  ];
  const moment = (label: string, atMs: number | null) => (atMs === null ? [] : [{ label, atMs }]);
  return {
    endMs: durationMs,
    phases: phases.filter(({ fromMs, toMs }) => toMs > fromMs),
    steps: stepSpans(record),
    moments: [
      ...moment("detected", drill.timeToDetectMs === null ? null : methodMs + drill.timeToDetectMs),
      ...moment("called off", drill.stopped?.atMs ?? null),
      ...moment("recovered", drill.timeToDetectMs === null || drill.timeToRecoverMs === null ? null : methodEndMs + drill.timeToRecoverMs),
    ],
  };
}

const QUEUE_LOOKS: readonly Look[] = ["plain", "high", "bad", "other"];

export function chartsOf(record: DrillRecord): Chart[] {
  const { run, series } = record;
  const { startMs, endMs, ok, failed, p50Ms, p95Ms, p99Ms, queues } = series;
  const perSecond = (counts: readonly number[]) => counts.map((count, i) => (1000 * count) / (endMs[i] - startMs[i]));
  const whole = { endMs: run.durationMs, fromMs: startMs, toMs: endMs, spans: stepSpans(record) };
  return [
    {
      ...whole,
      title: "Latency of answers",
      unit: "ms",
      lines: [
        { label: "p50", look: "good", values: p50Ms },
        { label: "p95", look: "plain", values: p95Ms },
        { label: "p99", look: "high", values: p99Ms },
      ],
    },
    {
      ...whole,
      title: "Requests",
      unit: "/s",
      lines: [
        { label: "answered", look: "good", values: perSecond(ok) },
        { label: "failed", look: "bad", values: perSecond(failed) },
      ],
    },
    ...(queues.length === 0
      ? []
      : [
          {
            ...whole,
            title: "Waiting requests",
            unit: "",
            lines: queues.map(({ name, queued }, i) => ({ label: name, look: QUEUE_LOOKS[i], values: queued })),
          } as const,
        ]),
  ];
}
