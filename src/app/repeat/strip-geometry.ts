/** The stretch of values that a strip shows. */
export interface StripRange {
  readonly from: number;
  readonly to: number;
}

const AIR = 0.04;

/** Holds all values, with a little air; values that do not differ stand in the middle. */
export function stripRange(values: readonly number[]): StripRange {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const width = most - least;
  if (width === 0) {
    const room = least === 0 ? 1 : Math.abs(least) * 0.1;
    return { from: least - room, to: most + room };
  }
  return { from: least - width * AIR, to: most + width * AIR };
}

/** Where a value stands, in percent of the strip's width. */
export function place({ from, to }: StripRange, value: number): number {
  return ((value - from) / (to - from)) * 100;
}

/**
 * A lane for each dot, so that none covers another while there is room: 0 is the middle, then alternately above and
 * below. `places` and `gap` are in percent of the width; beyond the last lane dots do overlap, in the middle.
 */
export function lanesFor(places: readonly number[], gap: number, lanes: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const ends: number[] = new Array(lanes).fill(Number.NEGATIVE_INFINITY);
  const found: number[] = new Array(places.length).fill(0);
  for (const i of order) {
    const at = places[i] ?? 0;
    const free = ends.findIndex((end) => at - end >= gap);
    const lane = Math.max(0, free);
    ends[lane] = at;
    found[i] = offset(lane);
  }
  return found;
}

/** Lane 0, 1, 2, 3, 4 as rows 0, -1, 1, -2, 2. */
const offset = (lane: number) => (lane % 2 === 0 ? lane / 2 : -(lane + 1) / 2);

/** The round distance of ticks that puts about four of them into the range. */
export function tickStep({ from, to }: StripRange): number {
  const rough = (to - from) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
}

/** Every multiple of the step inside the range. */
export function ticksIn(range: StripRange): number[] {
  const step = tickStep(range);
  const first = Math.ceil(range.from / step);
  const count = Math.floor(range.to / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step);
}
