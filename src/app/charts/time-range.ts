/** The stretch of simulated time that all charts show [s]; null is the whole run. */
export type TimeRange = readonly [from: number, to: number] | null;

type Listener = () => void;
const SHORTEST_S = 0.5;

let range: TimeRange = null;
const listeners = new Set<Listener>();

export const timeRange = () => range;

/** Shows that stretch in every chart; null shows the whole run again. */
export function setTimeRange(next: TimeRange): void {
  if (next !== null && next[1] - next[0] < SHORTEST_S) return;
  range = next;
  for (const listener of listeners) listener();
}

export function onTimeRange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Narrower (`factor` below 1) or wider around a moment, inside the run. */
export function zoomAround(at: number, factor: number, whole: readonly [number, number]): void {
  const [from, to] = range ?? whole;
  const next = [Math.max(whole[0], at - (at - from) * factor), Math.min(whole[1], at + (to - at) * factor)] as const;
  setTimeRange(next[0] <= whole[0] && next[1] >= whole[1] ? null : next);
}

/**
 * Where the time axis ends when nothing is zoomed [s]. A short run shows its whole length from the start; a long one
 * grows by doubling, so that its first minute is not a hair at the left edge.
 */
export function shownLength(nowS: number, durationS: number): number {
  let shown = 120;
  while (shown < nowS) shown *= 2;
  return Math.min(durationS, shown);
}
