import { useDocument } from "../stores/document-store";
import { live } from "../stores/live";
import type { ChartDefinition } from "./chart-definitions";
import { faultSpans } from "./fault-spans";
import type { PlotData } from "./plot";
import { shownLength } from "./time-range";
import { windowTimes } from "./window-columns";

/** What a chart shows now: the windows of the run, the names and faults of the document. */
export function readChart(definition: ChartDefinition): PlotData {
  const { topology } = useDocument.getState();
  const { layout, windows, windowCount, frame } = live;
  const spans = faultSpans(topology);
  const nowS = (frame?.nowMs ?? 0) / 1000;
  const whole = [0, shownLength(nowS, (layout?.durationMs ?? topology.run.durationMs) / 1000)] as const;
  if (layout === null) return { times: [], series: [], spans, nowS, whole };
  const from = { layout, windows, windowCount };
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  return { times: windowTimes(from), series: definition.read(from, names), spans, nowS, whole };
}
