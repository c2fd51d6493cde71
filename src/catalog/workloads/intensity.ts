import { sineOfTurns } from "../../base/portable-math";
import type { RateProfile } from "./registry";

/**
 * A rate over time as straight pieces: `rates[i]` at `times[i]` [1/ms, ms], linear between, the last one held; or
 * repeated every `periodMs`. Arrivals come from inverting its integral, so that every arrival spends exactly one
 * exponential draw and a changed rate leaves the other draws alone (Cinlar, Introduction to Stochastic Processes, 4.7).
 */
export interface Intensity {
  readonly times: Float64Array;
  readonly rates: Float64Array;
  /** 0: not repeated. */
  readonly periodMs: number;
}

const SINE_PIECES = 96;

export function intensityOf(profile: RateProfile): Intensity {
  const pieces: [number, number][] = [];
  switch (profile.type) {
    case "steady":
      pieces.push([0, profile.ratePerSecond]);
      break;
    case "ramp":
      pieces.push([0, profile.fromPerSecond], [profile.startMs, profile.fromPerSecond]);
      pieces.push([profile.startMs + profile.rampMs, profile.toPerSecond]);
      break;
    case "spike":
      pieces.push([0, profile.basePerSecond], [profile.startMs, profile.basePerSecond]);
      pieces.push([profile.startMs, profile.peakPerSecond]);
      pieces.push([profile.startMs + profile.lastsMs, profile.peakPerSecond]);
      pieces.push([profile.startMs + profile.lastsMs, profile.basePerSecond]);
      break;
    case "steps": {
      const steps = [...profile.steps].sort((a, b) => a.atMs - b.atMs);
      let last = steps[0].atMs > 0 ? 0 : steps[0].ratePerSecond;
      pieces.push([0, last]);
      for (const step of steps) {
        pieces.push([step.atMs, last], [step.atMs, step.ratePerSecond]);
        last = step.ratePerSecond;
      }
      break;
    }
    case "sine":
      for (let i = 0; i <= SINE_PIECES; i++) {
        const turn = i / SINE_PIECES;
        pieces.push([turn * profile.periodMs, profile.meanPerSecond * (1 + profile.swingRatio * sineOfTurns(turn))]);
      }
  }
  return {
    times: Float64Array.from(pieces, ([time]) => time),
    rates: Float64Array.from(pieces, ([, rate]) => rate / 1000),
    periodMs: profile.type === "sine" ? profile.periodMs : 0,
  };
}

/** True when the rate is the same from 0 to `untilMs`. */
export function isConstant({ times, rates }: Intensity, untilMs: number): boolean {
  return times.every((time, i) => {
    if (time >= untilMs) return true;
    // Between two pieces at one time the rate jumps; the second of them is looked at in its turn.
    const slopes = i + 1 < times.length && times[i + 1] > time && rates[i + 1] !== rates[i];
    return rates[i] === rates[0] && !slopes;
  });
}

/** The time at which the integral of the rate from `fromMs` reaches `amount`; Infinity when it never does [ms]. */
export function invert(intensity: Intensity, fromMs: number, amount: number): number {
  const { times, rates, periodMs } = intensity;
  const last = times.length - 1;
  let left = amount;
  let base = periodMs > 0 ? Math.floor(fromMs / periodMs) * periodMs : 0;
  let at = fromMs - base;
  let fruitless = 0;
  for (;;) {
    let piece = 0;
    while (piece < last && times[piece + 1] <= at) piece++;
    for (; piece < last; piece++) {
      const span = times[piece + 1] - at;
      const from = rateAt(intensity, piece, at);
      const to = rates[piece + 1];
      const area = ((from + to) / 2) * span;
      if (area >= left && area > 0) {
        const slope = (to - from) / span;
        // The stable root of slope/2 t^2 + from t = left.
        return base + at + (2 * left) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * left)));
      }
      left -= area;
      if (area > 0) fruitless = 0;
      at = times[piece + 1];
    }
    if (periodMs === 0) return rates[last] > 0 ? base + at + left / rates[last] : Number.POSITIVE_INFINITY;
    if (fruitless++ > 1) return Number.POSITIVE_INFINITY;
    base += periodMs;
    at = 0;
  }
}

/** Integral of the rate from one time to another [arrivals]. */
export function integrate(intensity: Intensity, fromMs: number, toMs: number): number {
  const { times, rates, periodMs } = intensity;
  const last = times.length - 1;
  let sum = 0;
  let base = periodMs > 0 ? Math.floor(fromMs / periodMs) * periodMs : 0;
  let at = fromMs - base;
  for (;;) {
    let piece = 0;
    while (piece < last && times[piece + 1] <= at) piece++;
    for (; piece < last; piece++) {
      const end = Math.min(times[piece + 1], toMs - base);
      if (end > at) sum += ((rateAt(intensity, piece, at) + rateAt(intensity, piece, end)) / 2) * (end - at);
      if (end === toMs - base) return sum;
      at = times[piece + 1];
    }
    if (periodMs === 0) return sum + rates[last] * Math.max(0, toMs - base - at);
    base += periodMs;
    at = 0;
  }
}

function rateAt({ times, rates }: Intensity, piece: number, at: number): number {
  const span = times[piece + 1] - times[piece];
  if (span === 0) return rates[piece + 1];
  return rates[piece] + ((rates[piece + 1] - rates[piece]) * (at - times[piece])) / span;
}
