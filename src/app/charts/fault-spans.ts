import type { FaultEntry, Topology } from "../../topology/schema";

/** A run, as far as what is broken in it goes. */
interface Schedule {
  readonly faults: readonly Pick<FaultEntry, "startMs" | "durationMs">[];
  readonly run: Pick<Topology["run"], "durationMs">;
}

/** When a fault acts [s]. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When anything is broken, as stretches that do not overlap: a chart shades once, however many faults act. A fault
 * without an end lasts to the end of the run.
 */
export function faultSpans({ faults, run }: Schedule): Span[] {
  const spans = faults
    .map(({ startMs, durationMs }) => ({
      from: startMs / 1000,
      to: (durationMs === undefined ? run.durationMs : startMs + durationMs) / 1000,
    }))
    .filter(({ from }) => from < run.durationMs / 1000)
    .sort((a, b) => a.from - b.from);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last === undefined || span.from > last.to) merged.push(span);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return merged;
}
