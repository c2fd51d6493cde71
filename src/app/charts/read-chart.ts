import { useDocument } from "../stores/document-store";
import { live } from "../stores/live";
import { useRun } from "../stores/run-store";
import type { ChartDefinition, Series } from "./chart-definitions";
import { doubtOf } from "./doubt";
import { faultSpans } from "./fault-spans";
import type { PlotData } from "./plot";
import { shownLength } from "./time-range";
import { windowTimes } from "./window-columns";

/** Grey lines differ in their dashes alone [px]. */
const GREY_DASHES = [[], [5, 3], [1, 3]] as const;

/** What a chart shows now: the windows of the run, the names and faults of the document. */
export function readChart(definition: ChartDefinition): PlotData {
  const { topology } = useDocument.getState();
  const { layout, windows, windowCount, frame } = live;
  const { statistics, drill } = useRun.getState();
  const steps = drill?.report?.steps.map(({ startMs, endMs }) => ({ startMs, durationMs: endMs === null ? undefined : endMs - startMs }));
  const run = drill === null ? topology.run : { durationMs: drill.lengthMs };
  const spans = faultSpans({ faults: [...topology.faults, ...(steps ?? [])], run });
  // Without a steady state nothing was warm-up, and no figure is better known than another.
  const judged = statistics?.verdict === "no steady state" ? null : statistics;
  const warmUpS = (judged?.warmUp.endMs ?? 0) / 1000;
  const nowS = (frame?.nowMs ?? 0) / 1000;
  const whole = [0, shownLength(nowS, (layout?.durationMs ?? topology.run.durationMs) / 1000)] as const;
  if (layout === null) return { times: [], series: [], spans, warmUpS, nowS, whole };
  const from = { layout, windows, windowCount };
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  const doubted = (line: Series, i: number): Series => {
    const doubt = judged === null || line.metric === undefined ? undefined : doubtOf(judged, line.metric);
    return doubt === undefined ? line : { ...line, tone: "muted", dash: GREY_DASHES[i] ?? [], doubt };
  };
  const series = definition.read(from, names).map(doubted);
  return { times: windowTimes(from), series, spans, warmUpS, nowS, whole };
}
