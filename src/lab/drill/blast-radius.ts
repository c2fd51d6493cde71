import type { FeltMetric, FeltReport } from "./report";

/**
 * What counts as felt: a figure left, for three windows in a row or more, the range that the steady state's windows had
 * shown, by more than the width of that range and more than a floor (`FLOORS`). The width once more on either side of
 * some dozens of windows is beyond what chance brings about; the floor is for figures that hardly moved before.
 */
const BEYOND = 1;
const IN_A_ROW = 3;
/** Failed requests below this share or this many in the windows outside are not felt. */
const FEWEST_FAILED = 5;

/** Least distance from the usual range: so much, or such a share of its greatest value. */
const FLOORS: Readonly<Record<FeltMetric, { readonly by: number; readonly ratio: number; readonly below: boolean }>> = {
  errors: { by: 0.01, ratio: 0, below: false },
  latency: { by: 1, ratio: 0.1, below: false },
  traffic: { by: 1, ratio: 0.1, below: true },
  load: { by: 0.1, ratio: 0, below: false },
  waiting: { by: 5, ratio: 0.1, below: false },
};

/** One figure of one element in one window; NaN where there was nothing to measure. */
export interface Sighting {
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  /** Requests that failed in the window. */
  readonly failed: number;
}

type Felt = FeltReport["felt"][number];

/** Compares what came after the steady state with it; null where nothing was felt. */
export function feltOf(metric: FeltMetric, steady: readonly Sighting[], since: readonly Sighting[]): Felt | null {
  const known = steady.flatMap(({ value }) => (Number.isNaN(value) ? [] : [value]));
  if (known.length === 0) return null;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const { by, ratio, below } = FLOORS[metric];
  const margin = Math.max(BEYOND * (high - low), by, ratio * high);
  const isOut = ({ value }: Sighting) => value > high + margin || (below && value < low - margin);
  const rows: Sighting[] = [];
  for (let i = 0; i < since.length; i++) {
    if (!isOut(since[i])) continue;
    let last = i;
    while (last + 1 < since.length && isOut(since[last + 1])) last++;
    const row = since.slice(i, last + 1);
    const enough = metric !== "errors" || row.reduce((sum, { failed }) => sum + failed, 0) >= FEWEST_FAILED;
    if (row.length >= IN_A_ROW && enough) rows.push(...row);
    i = last;
  }
  if (rows.length === 0) return null;
  const beyond = (value: number) => Math.max(value - high, low - value);
  const worst = rows.reduce((a, b) => (beyond(b.value) > beyond(a.value) ? b : a));
  return { metric, usual: [low, high], worst: worst.value, fromMs: rows[0].startMs, untilMs: rows[rows.length - 1].endMs };
}
