import type { Drill } from "../../topology/drills/schema";
import { methodLengthMs, stepsOf } from "../../topology/drills/timeline";

/** A stretch of a drill; times count from the method's start [ms]. */
export interface Band {
  readonly id: "settle" | "before" | "method" | "recovery" | "after";
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the drill's timeline shows. */
export interface Axis {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A method without steps has no length; so much room is drawn for the first of them [ms]. */
const ROOM_MS = 30_000;
/** A step whose end nothing says yet is drawn so long [ms]. */
const OPEN_MS = 20_000;

/** How long the method is drawn [ms]. */
export function shownMethodMs(drill: Drill): number {
  const known = methodLengthMs(drill);
  if (known !== null) return known === 0 ? ROOM_MS : known;
  return Math.max(...stepsOf(drill).map(({ startMs, endMs }) => endMs ?? startMs + OPEN_MS));
}

/** The windows of a drill, one after the other. */
export function bandsOf(drill: Drill): Band[] {
  const { settleMs, beforeMs, afterMs } = drill.windows;
  const methodMs = shownMethodMs(drill);
  const recoveredMs = methodMs + Math.min(afterMs, drill.expectedRecoveryMs);
  const bands: Band[] = [
    { id: "settle", fromMs: -beforeMs - settleMs, toMs: -beforeMs },
    { id: "before", fromMs: -beforeMs, toMs: 0 },
    { id: "method", fromMs: 0, toMs: methodMs },
    { id: "recovery", fromMs: methodMs, toMs: recoveredMs },
    { id: "after", fromMs: recoveredMs, toMs: methodMs + afterMs },
  ];
  return bands.filter(({ fromMs, toMs }) => toMs > fromMs);
}

export function axisOf(bands: readonly Band[]): Axis {
  return { fromMs: bands[0]?.fromMs ?? 0, toMs: bands[bands.length - 1]?.toMs ?? 1 };
}

/** A moment's place on the axis [%]. */
export function percentAt({ fromMs, toMs }: Axis, ms: number): number {
  return (100 * (ms - fromMs)) / (toMs - fromMs);
}

const TICKS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];

/** Moments to label, on whole readable steps; no more of them than have room. */
export function ticksOf({ fromMs, toMs }: Axis, most = 14): number[] {
  const step = TICKS_MS.find((each) => (toMs - fromMs) / each <= most) ?? 14_400_000;
  const first = Math.ceil(fromMs / step) * step;
  return Array.from({ length: Math.floor((toMs - first) / step) + 1 }, (_, i) => first + i * step);
}

/** "-20 s", "1 min 30 s": a moment or a length, in as few words as are exact. */
export function momentText(ms: number): string {
  const sign = ms < 0 ? "−" : "";
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 120) return `${sign}${Number(seconds.toFixed(3))} s`;
  const minutes = Math.floor(seconds / 60);
  const rest = Number((seconds - 60 * minutes).toFixed(3));
  return `${sign}${minutes} min${rest === 0 ? "" : ` ${rest} s`}`;
}
