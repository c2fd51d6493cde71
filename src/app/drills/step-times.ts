import { stepOf } from "../dock/timeline-geometry";

/** When a step acts, from the method's start [ms]; without a length it lasts until the rollback. */
export interface Times {
  readonly startMs: number;
  readonly durationMs?: number | undefined;
}
export type Grip = "whole" | "start" | "end";

/** What a moved edge may be drawn to. */
export interface Grid {
  /** Length of the whole axis [ms]: the longer, the coarser the steps. */
  readonly lengthMs: number;
  /** Where other things begin and end [ms]. */
  readonly edges: readonly number[];
  /** How near one has to come to them [ms]; 0 for keys, which aim exactly. */
  readonly reachMs: number;
}

/** Moves a step or one of its ends; onto the edges of others where near, else onto whole steps; never before the method. */
export function movedTimes(times: Times, grip: Grip, byMs: number, methodMs: number, grid: Grid): Times {
  const endMs =
    times.durationMs === undefined ? Math.max(methodMs, times.startMs + stepOf(grid.lengthMs)) : times.startMs + times.durationMs;
  const least = stepOf(grid.lengthMs);
  if (grip === "end") {
    const end = Math.max(times.startMs + least, snapped(endMs + byMs, grid));
    return { startMs: times.startMs, durationMs: end - times.startMs };
  }
  if (grip === "start") {
    const startMs = Math.min(endMs - least, Math.max(0, snapped(times.startMs + byMs, grid)));
    return times.durationMs === undefined ? { startMs } : { startMs, durationMs: endMs - startMs };
  }
  const start = snapped(times.startMs + byMs, grid);
  const end = snapped(endMs + byMs, grid) - (endMs - times.startMs);
  // Whichever end comes to lie on the edge of something else.
  const onEdge = !grid.edges.includes(start) && times.durationMs !== undefined && grid.edges.includes(end + (endMs - times.startMs));
  return { ...times, startMs: Math.max(0, onEdge ? end : start) };
}

/** The nearest edge within reach, else the nearest whole step [ms]. */
export function snapped(ms: number, { lengthMs, edges, reachMs }: Grid): number {
  const near = edges.filter((edge) => Math.abs(edge - ms) <= reachMs).sort((a, b) => Math.abs(a - ms) - Math.abs(b - ms));
  const step = stepOf(lengthMs);
  return near[0] ?? Math.round(ms / step) * step;
}

/** How far an arrow key moves [ms]; null for any other key. */
export function keyDistance(key: string, lengthMs: number): number | null {
  const step = Math.max(stepOf(lengthMs), lengthMs > 20_000 ? 1000 : 0);
  switch (key) {
    case "ArrowLeft":
      return -step;
    case "ArrowRight":
      return step;
    case "PageDown":
      return -10 * step;
    case "PageUp":
      return 10 * step;
    default:
      return null;
  }
}
