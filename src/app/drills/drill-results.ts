import { create } from "zustand";
import type { DrillReport } from "../../lab/drill/report";
import type { RunResult } from "../../lab/result";
import type { Topology } from "../../topology/schema";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";

/** A drill as it was played last, in this visit. */
export interface PlayedResult {
  readonly topology: Topology;
  readonly report: DrillReport;
  /** Once it is over. */
  readonly result: RunResult | null;
}

interface DrillResults {
  readonly byId: ReadonlyMap<string, PlayedResult>;
}

/** What each drill of the open document has come to. */
export const useDrillResults = create<DrillResults>()(() => ({ byId: new Map() }));

const nothing: DrillResults = { byId: new Map() };

useRun.subscribe(({ drill, result }) => {
  if (drill === null || drill.report === null) return;
  const { byId } = useDrillResults.getState();
  const before = byId.get(drill.id);
  const whole = result?.drill === undefined ? null : result;
  if (before?.report === drill.report && before.result === whole) return;
  useDrillResults.setState({ byId: new Map(byId).set(drill.id, { topology: drill.topology, report: drill.report, result: whole }) });
});

// Another document: what was found is not about it.
useDocument.subscribe((now, before) => {
  if (now.documentId !== before.documentId) useDrillResults.setState(nothing);
});

export function useDrillReport(drillId: string): PlayedResult | undefined {
  return useDrillResults(({ byId }) => byId.get(drillId));
}
