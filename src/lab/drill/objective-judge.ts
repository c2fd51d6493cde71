import { type Measure, measureOf } from "../../topology/objectives/measures";
import { complies } from "../../topology/objectives/objective";
import { addedSince, measured } from "./measure";
import type { PlannedObjective } from "./plan";
import type { Reading } from "./readings";
import type { BudgetReport, DrillTimes, ObjectiveReport, ProbeReport, ProbeSpan } from "./report";

/** Spans in which an objective is read from moment to moment, in windows: the shortest that holds in the steady state. */
const SPANS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Judges one objective, window by window. */
export class ObjectiveJudge {
  /** Windows of one span; 0 until it is known, and for what is known at the end alone. */
  private span = 0;
  private firstMissMs = Number.NaN;
  /** Start of the last span that missed it, after the method had begun [ms]; NaN without one. */
  private lastMissMs = Number.NaN;
  private lastMet: boolean | null = null;
  private lastValue: number | null = null;
  private peakBurn = 0;
  /** By window, what the span that ends with it came to; only where the objective has a window of its own. */
  private readonly ownSpans: { readonly value: number | null; readonly met: boolean | null }[] = [];

  constructor(
    readonly planned: PlannedObjective,
    private readonly readings: readonly Reading[],
    private readonly windowMs: number,
    /** The method's first step begins [ms]. */
    private readonly firstStepMs: number,
  ) {}

  /** Another window has closed. `times` are as they are known by now. */
  take(times: DrillTimes): void {
    if (!this.moves()) return;
    const { readings } = this;
    const endMs = readings[readings.length - 1].endMs;
    if (endMs <= times.settledMs) return;
    if (this.span === 0) {
      if (this.planned.windows !== null) this.span = this.planned.windows;
      else if (endMs >= times.steadyUntilMs) this.span = this.calibrate(times);
      else {
        this.lastValue = measured(this.planned.objective.measure, readings.slice(-1));
        return;
      }
    }
    this.look(times);
  }

  /** The last span's value, and what it says. */
  private look({ settledMs, steadyUntilMs }: DrillTimes): void {
    const block = this.readings.slice(-this.span);
    if (block.length < this.span || block[0].startMs < settledMs) return;
    this.lastValue = measured(this.planned.objective.measure, block);
    const met = this.isMet(block, this.lastValue);
    if (this.planned.windows !== null) this.ownSpans[this.readings.length - 1] = Object.freeze({ value: this.lastValue, met });
    if (met !== null) this.lastMet = met;
    const last = block[block.length - 1];
    if (last.startMs < steadyUntilMs) return;
    const allowed = this.allowedRatio();
    if (allowed !== null && allowed > 0) this.peakBurn = Math.max(this.peakBurn, (failedRatio(block) ?? 0) / allowed);
    if (met !== false) return;
    if (!(this.firstMissMs >= 0)) this.firstMissMs = last.endMs;
    this.lastMissMs = block[0].startMs;
  }

  /** Whether it holds now; null where nothing tells. For stop conditions. */
  met(windows: number): boolean | null {
    const block = this.readings.slice(-windows);
    return this.isMet(block, measured(this.planned.objective.measure, block));
  }

  /** What the last window shows of it, by its own span; also what `met` above needs to know. */
  report(times: DrillTimes, nowMs: number, recovered: number | null | undefined): ObjectiveReport {
    const { planned } = this;
    const { unit } = measureOf(planned.objective.measure) as Measure;
    const isCount = planned.objective.limit.unit === "";
    const recovery = planned.objective.measure === "recovery";
    return {
      text: planned.text,
      from: planned.from,
      unit: unit === "either" ? (isCount ? "count" : "time") : unit,
      limit: planned.limit,
      probes: planned.spans.map((span) => (recovery ? this.probeRecovery(times, nowMs, recovered) : this.probe(span, times, nowMs))),
      spanMs: this.span === 0 ? null : this.span * this.windowMs,
      now: this.lastMet === null ? null : { value: this.lastValue, met: this.lastMet },
      timeToDetectMs: this.firstMissMs >= 0 ? Math.max(0, this.firstMissMs - this.firstStepMs) : null,
      timeToRecoverMs: recovery ? null : this.timeToRecoverMs(times, nowMs),
      budget: this.budget(times),
    };
  }

  /** From the method's end until it holds for good [ms]; null where it does not, or is not asked of it. */
  timeToRecoverMs({ methodEndMs }: DrillTimes, nowMs: number): number | null {
    if (nowMs < methodEndMs || !this.recovers() || this.lastMet !== true) return null;
    return this.lastMissMs >= 0 ? Math.max(0, this.lastMissMs + this.windowMs - methodEndMs) : 0;
  }

  /** Whether it is asked of it to hold once the method is over. */
  recovers(): boolean {
    return this.moves() && this.planned.spans.some((span) => span === "after" || span === "always");
  }

  /** Whether it held before the method, as far as it is probed there. */
  heldBefore(times: DrillTimes): boolean {
    const { spans } = this.planned;
    if (!spans.includes("before") && !spans.includes("always")) return true;
    return this.probe("before", times, times.steadyUntilMs).verdict === "held";
  }

  private moves(): boolean {
    return (measureOf(this.planned.objective.measure) as Measure).moves;
  }

  /** null where there is nothing to say: no request ended in the block. */
  private isMet(block: readonly Reading[], value: number | null): boolean | null {
    if (value !== null) return complies(this.planned.objective, value);
    // Latency of answers that never came.
    return block.some(({ failed }) => failed > 0) ? false : null;
  }

  private calibrate({ settledMs, steadyUntilMs }: DrillTimes): number {
    const steady = this.readings.filter(({ startMs, endMs }) => startMs >= settledMs && endMs <= steadyUntilMs);
    const holds = (span: number) =>
      blocks(steady, span).every((block) => this.isMet(block, measured(this.planned.objective.measure, block)) !== false);
    const shortest = SPANS.find((span) => span <= steady.length && holds(span)) ?? steady.length;
    return Math.max(1, Math.min(2 * shortest, steady.length));
  }

  private probe(span: ProbeSpan, times: DrillTimes, nowMs: number): ProbeReport {
    const { measure } = this.planned.objective;
    const [startMs, endMs] = spanOf(span, times, this.moves());
    // A window belongs to what most of it lies in: methods end where they end.
    const last = span === "during" ? Math.max(startMs, endMs - this.windowMs / 2 - 1) : endMs - 1;
    const within = this.readings.filter((reading) => reading.startMs >= startMs && reading.startMs <= last);
    const over = nowMs >= endMs;
    const first = this.readings.findIndex((reading) => reading.startMs >= startMs);
    const { value, met } = this.moves() ? this.overSpan(within, first) : this.sinceStart(measure as "rpo" | "rto", first, within);
    return { span, startMs, endMs, value, verdict: over ? (met ? "held" : "deviated") : null };
  }

  /** Over the whole span; or over each of its own windows in it, of which the worst counts. */
  private overSpan(within: readonly Reading[], first: number): { value: number | null; met: boolean } {
    const { objective, windows } = this.planned;
    if (within.length === 0) return { value: null, met: false };
    const spans = windows === null ? [this.whole(within)] : this.ownSpans.slice(first + windows - 1, first + within.length);
    const values = spans.flatMap((found) => (found === undefined || found.met === null ? [] : [{ value: found.value, met: found.met }]));
    // Where nothing can be said of it, it has not been shown to hold.
    if (values.length === 0) return { value: null, met: false };
    const missed = values.filter(({ met }) => !met);
    const counted = missed.length > 0 ? missed : values;
    const found = counted.flatMap(({ value }) => (value === null ? [] : [value]));
    const isUpper = objective.comparison === "<" || objective.comparison === "<=";
    const isLower = objective.comparison === ">" || objective.comparison === ">=";
    const worst = isUpper ? Math.max(...found) : isLower ? Math.min(...found) : found[0];
    return { value: found.length === 0 ? null : worst, met: missed.length === 0 };
  }

  private whole(within: readonly Reading[]): { readonly value: number | null; readonly met: boolean | null } {
    const value = measured(this.planned.objective.measure, within);
    return { value, met: this.isMet(within, value) };
  }

  private sinceStart(measure: "rpo" | "rto", first: number, within: readonly Reading[]): { value: number | null; met: boolean } {
    const value = addedSince(measure, this.readings[first - 1], within[within.length - 1]);
    return { value, met: value !== null && complies(this.planned.objective, value) };
  }

  private probeRecovery({ methodEndMs, endMs }: DrillTimes, nowMs: number, recovered: number | null | undefined): ProbeReport {
    const over = nowMs >= endMs && recovered !== undefined;
    const value = recovered ?? null;
    const met = value !== null && complies(this.planned.objective, value);
    return { span: "after", startMs: methodEndMs, endMs, value, verdict: over ? (met ? "held" : "deviated") : null };
  }

  /** Share of requests that the objective lets fail; null where it is about something else. */
  private allowedRatio(): number | null {
    const { measure, comparison } = this.planned.objective;
    if (measure === "errors" && (comparison === "<" || comparison === "<=")) return this.planned.limit;
    if (measure === "availability" && (comparison === ">" || comparison === ">=")) return 1 - this.planned.limit;
    return null;
  }

  private budget({ settledMs, steadyUntilMs }: DrillTimes): BudgetReport | null {
    const allowedRatio = this.allowedRatio();
    if (allowedRatio === null || allowedRatio <= 0) return null;
    const since = (ms: number) => failedRatio(this.readings.filter(({ startMs }) => startMs >= ms)) ?? 0;
    return {
      allowedRatio,
      spentRatio: since(settledMs) / allowedRatio,
      burnRate: since(steadyUntilMs) / allowedRatio,
      peakBurnRate: this.peakBurn,
    };
  }
}

/** Neighbouring windows, so many at a time, each beginning one window after the last. */
function blocks(readings: readonly Reading[], length: number): (readonly Reading[])[] {
  const count = Math.max(0, readings.length - length + 1);
  return Array.from({ length: count }, (_, i) => readings.slice(i, i + length));
}

function failedRatio(readings: readonly Reading[]): number | null {
  return measured("errors", readings);
}

/** From where to where an objective is probed; what is counted over the run shows "after" all that the method has cost. */
function spanOf(span: ProbeSpan, times: DrillTimes, moves: boolean): readonly [number, number] {
  switch (span) {
    case "before":
      return [times.settledMs, times.steadyUntilMs];
    case "during":
      return [times.steadyUntilMs, times.methodEndMs];
    case "after":
      return [moves ? times.recoveredByMs : times.steadyUntilMs, times.endMs];
    case "always":
      return [times.settledMs, times.endMs];
  }
}
