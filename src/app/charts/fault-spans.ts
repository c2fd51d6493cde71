import type { Topology } from "../../topology/schema";

/** When a fault acts [s]. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Every fault of the document as it lies in the run; one without an end lasts to the end of the run. */
export function faultSpans({ faults, run }: Topology): Span[] {
  return faults
    .map(({ startMs, durationMs }) => ({
      from: startMs / 1000,
      to: (durationMs === undefined ? run.durationMs : startMs + durationMs) / 1000,
    }))
    .filter(({ from }) => from < run.durationMs / 1000);
}
