/** An axis from its lowest to its highest value, with ticks that read well. */
export interface Axis {
  /** 0..1 along the axis. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

/** From 0 to a round number that holds `most`. */
export function linearAxis(most: number, about = 4): Axis {
  const step = roundStep((most > 0 ? most : 1) / about);
  const top = Math.ceil((most > 0 ? most : 1) / step - 1e-9) * step;
  const count = Math.round(top / step);
  return { at: (value) => value / top, ticks: Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12))) };
}

/** From and to powers of ten around the values, which are above 0. */
export function logAxis(least: number, most: number): Axis {
  const low = Math.floor(Math.log10(least) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(Math.log10(most) - 1e-9));
  return {
    at: (value) => Math.max(0, (Math.log10(value) - low) / (high - low)),
    ticks: Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`)),
  };
}

/** Along the time from 0 to just the end, ticks where they are round. */
export function timeAxis(endMs: number): Axis {
  const step = timeStep(endMs / 8);
  return { at: (ms) => ms / endMs, ticks: Array.from({ length: Math.floor(endMs / step) + 1 }, (_, i) => i * step) };
}

const TIME_STEPS = [
  100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000,
  14_400_000,
];

function timeStep(leastMs: number): number {
  return TIME_STEPS.find((step) => step >= leastMs) ?? 14_400_000;
}

/** The next of 1, 2, 5, 10, 20 ... */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10);
}
