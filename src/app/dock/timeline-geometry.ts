import type { FaultEntry } from "../../topology/schema";

export type Times = Pick<FaultEntry, "startMs" | "durationMs">;
/** Which part of a span is being moved. */
export type Grip = "whole" | "start" | "end";

/** Where a fault lies in a run of that length [ms]; one without an end lasts to the end of the run. */
export function extentOf({ startMs, durationMs }: Times, runMs: number): { readonly from: number; readonly to: number } {
  const from = Math.min(startMs, runMs);
  return { from, to: durationMs === undefined ? runMs : Math.min(runMs, startMs + durationMs) };
}

/** The step that a hand can aim at: a tenth of a second in a one-minute run, more in longer ones [ms]. */
export function stepOf(runMs: number): number {
  return [10, 100, 500, 1000, 5000, 10_000, 60_000].find((step) => runMs / step <= 1200) ?? 300_000;
}

/** The times after moving a grip by that much, on whole steps and inside the run. */
export function shifted(times: Times, grip: Grip, byMs: number, runMs: number): Times {
  const step = stepOf(runMs);
  const snap = (ms: number) => Math.round(ms / step) * step;
  const { from, to } = extentOf(times, runMs);
  if (grip === "whole") {
    const startMs = clamp(snap(times.startMs + byMs), 0, Math.max(0, runMs - step));
    return { ...times, startMs };
  }
  if (grip === "start") {
    const startMs = clamp(snap(from + byMs), 0, to - step);
    return times.durationMs === undefined ? { startMs } : { startMs, durationMs: times.startMs + times.durationMs - startMs };
  }
  const end = Math.max(from + step, snap(to + byMs));
  return end >= runMs ? { startMs: times.startMs } : { startMs: times.startMs, durationMs: end - times.startMs };
}

/** A lane for each span, so that none hides another; lanes are filled from the top. */
export function lanesOf(faults: readonly Times[], runMs: number): { readonly lanes: readonly number[]; readonly count: number } {
  const ends: number[] = [];
  const lanes: number[] = new Array(faults.length).fill(0);
  const order = faults.map((_, i) => i).sort((a, b) => (faults[a]?.startMs ?? 0) - (faults[b]?.startMs ?? 0) || a - b);
  for (const i of order) {
    const fault = faults[i];
    if (fault === undefined) continue;
    const { from, to } = extentOf(fault, runMs);
    const free = ends.findIndex((end) => end <= from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = to;
    lanes[i] = lane;
  }
  return { lanes, count: Math.max(1, ends.length) };
}

const clamp = (value: number, min: number, max: number) => Math.max(min, Math.min(max, value));
