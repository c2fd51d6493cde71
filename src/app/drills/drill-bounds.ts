import type { Drill } from "../../topology/drills/schema";
import { methodLengthMs, stepsOf } from "../../topology/drills/timeline";
import { stepOf } from "../dock/timeline-geometry";
import { momentText, shownMethodMs } from "./drill-axis";
import { type Grid, snapped } from "./step-times";

/** An edge between the windows of a drill that one may move. */
export interface Bound {
  readonly id: "settle" | "before" | "method" | "recovery" | "after";
  /** From the method's start [ms]. */
  readonly atMs: number;
  readonly title: string;
  /** What its place comes to, in words. */
  readonly words: string;
}

/** What a bound changes of its drill. */
export type BoundValues = Partial<Pick<Drill, "windows" | "method" | "expectedRecoveryMs">>;

/** Edges of the windows: each is the length of one of them, and moving it leaves the others as long as they are. */
export function boundsOf(drill: Drill): Bound[] {
  const { settleMs, beforeMs, afterMs } = drill.windows;
  const { expectedRecoveryMs } = drill;
  const methodMs = shownMethodMs(drill);
  const bounds: Bound[] = [
    { id: "settle", atMs: -beforeMs - settleMs, title: "Start of the drill", words: `settles for ${momentText(settleMs)}` },
    { id: "before", atMs: -beforeMs, title: "Start of the hypothesis before", words: `holds for ${momentText(beforeMs)} before` },
    { id: "method", atMs: methodMs, title: "End of the method", words: methodWords(drill, methodMs) },
    {
      id: "recovery",
      atMs: methodMs + expectedRecoveryMs,
      title: "End of the expected recovery",
      words: `recovers within ${momentText(expectedRecoveryMs)}`,
    },
    { id: "after", atMs: methodMs + afterMs, title: "End of the drill", words: `watched for ${momentText(afterMs)} after the method` },
  ];
  // A recovery that may take as long as it is watched has no edge of its own.
  return expectedRecoveryMs < afterMs ? bounds : bounds.filter(({ id }) => id !== "recovery");
}

function methodWords(drill: Drill, methodMs: number): string {
  return drill.method.durationMs === undefined ? `lasts as long as its steps, ${momentText(methodMs)}` : `lasts ${momentText(methodMs)}`;
}

/** The drill's windows with a bound moved; onto edges of steps where near, else onto whole steps, and never past the next one. */
export function movedBound(drill: Drill, bound: Bound, byMs: number, grid: Grid): BoundValues {
  const { windows } = drill;
  const least = stepOf(grid.lengthMs);
  const methodMs = shownMethodMs(drill);
  const atMs = snapped(bound.atMs + byMs, grid);
  switch (bound.id) {
    case "settle":
      return { windows: { ...windows, settleMs: Math.max(0, -windows.beforeMs - atMs) } };
    case "before":
      return { windows: { ...windows, beforeMs: Math.max(least, LEAST_WINDOW_MS, -atMs) } };
    case "recovery":
      // The hypothesis after needs a window of its own.
      return { expectedRecoveryMs: Math.max(0, Math.min(windows.afterMs - least, atMs - methodMs)) };
    case "after":
      return { windows: { ...windows, afterMs: Math.max(LEAST_WINDOW_MS, drill.expectedRecoveryMs + least, atMs - methodMs) } };
    case "method":
      return withLength(drill, Math.max(least, atMs, ...stepsOf(drill).map(({ startMs, endMs }) => endMs ?? startMs + least)));
  }
}

/** The method lasts as long as its steps again. */
export function naturalMethod({ method: { durationMs: _, ...method } }: Drill): BoundValues {
  return { method };
}

/** A length that is that of the steps need not be said. */
function withLength(drill: Drill, durationMs: number): BoundValues {
  const natural = naturalMethod(drill);
  return methodLengthMs({ ...drill, ...natural }) === durationMs ? natural : { method: { ...drill.method, durationMs } };
}

/** The shortest window that a drill may have [ms]. */
const LEAST_WINDOW_MS = 100;
