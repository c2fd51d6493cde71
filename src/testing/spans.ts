import { Cell } from "../base/cell";
import { Histogram } from "../base/histogram";
import type { Span } from "../lab/statistics/history";

/** One-second windows in each of which requests with these latencies [ms] ended, for tests. */
export function spansOf(windows: readonly (readonly number[])[], more: (window: number) => Partial<Span> = () => ({})): Span[] {
  return windows.map((latencies, i) => {
    const histogram = new Histogram();
    for (const latency of latencies) histogram.record(new Cell(latency));
    return {
      startMs: 1000 * i,
      endMs: 1000 * (i + 1),
      ok: latencies.length,
      good: latencies.length,
      failed: 0,
      inFlight: 0,
      nodes: [0],
      queued: new Float64Array(1),
      busyArea: Float64Array.of(500),
      capacityArea: Float64Array.of(1000),
      latency: histogram.part(),
      ...more(i),
    };
  });
}

/** Numbers that look like chance and are the same every time, 0..1 (a full-period congruential generator). */
export function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
