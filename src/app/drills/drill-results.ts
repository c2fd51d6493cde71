import { create } from "zustand";
import type { DrillReport } from "../../lab/drill/report";
import type { FrameLayout } from "../../lab/frame";
import type { DrillRun } from "../../lab/reports/record";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { live } from "../stores/live";
import { useRun } from "../stores/run-store";

/** A drill as it was played last, in this visit. */
export interface PlayedResult {
  readonly topology: Topology;
  readonly report: DrillReport;
  /** Once it is over: what reports are written from. null too where settings were changed on the way: it cannot be repeated. */
  readonly whole: WholeRun | null;
}

export interface WholeRun {
  readonly run: DrillRun;
  readonly layout: FrameLayout;
  readonly windows: Float64Array;
}

interface DrillResults {
  readonly byId: ReadonlyMap<string, PlayedResult>;
}

/** What each drill of the open document has come to. */
export const useDrillResults = create<DrillResults>()(() => ({ byId: new Map() }));

const nothing: DrillResults = { byId: new Map() };

useRun.subscribe(({ drill, result, edited }) => {
  if (drill === null || drill.report === null) return;
  const { id, topology, report } = drill;
  const { byId } = useDrillResults.getState();
  const before = byId.get(id);
  const run = result?.drill === report && !edited ? { ...result, drill: report } : null;
  if (before?.report === report && before.whole?.run.runHash === run?.runHash) return;
  useDrillResults.setState({ byId: new Map(byId).set(id, { topology, report, whole: run === null ? null : wholeRun(run) }) });
});

/** The run with its windows, which the next run will write over. */
function wholeRun(run: DrillRun): WholeRun | null {
  const { layout, windows, windowCount } = live;
  return layout === null ? null : { run, layout, windows: windows.slice(0, windowCount * layout.windowStride) };
}

// Another document: what was found is not about it.
useDocument.subscribe((now, before) => {
  if (now.documentId !== before.documentId) useDrillResults.setState(nothing);
});

export function useDrillReport(drillId: string): PlayedResult | undefined {
  return useDrillResults(({ byId }) => byId.get(drillId));
}
