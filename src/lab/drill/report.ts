import type { LimitUnit } from "../../topology/objectives/measures";

export type DrillVerdict = "held" | "deviated" | "invalid";
/** What an objective's probe has come to; "deviated" of the probe before the method makes the drill invalid. */
export type ProbeVerdict = "held" | "deviated";
export type ProbeSpan = "before" | "during" | "after" | "always";
/** Where a drill is: settling, in its steady-state window, acting, given time to recover, judged again, over. */
export type DrillPhase = "settle" | "before" | "method" | "recovery" | "after" | "over";

/** Moments of a drill in its run [ms]. */
export interface DrillTimes {
  /** The steady-state window begins. */
  readonly settledMs: number;
  /** It ends, and the method begins a millisecond later. */
  readonly steadyUntilMs: number;
  readonly methodMs: number;
  /** By plan, or by a stop condition. */
  readonly methodEndMs: number;
  /** The expected recovery is over: from here on the hypothesis has to hold again. */
  readonly recoveredByMs: number;
  readonly endMs: number;
}

/** One objective on one span of the drill. */
export interface ProbeReport {
  readonly span: ProbeSpan;
  readonly startMs: number;
  readonly endMs: number;
  /** In ms, 0..1, 1/s or a plain number; over a moving window the worst; null where there was nothing to measure. */
  readonly value: number | null;
  /** null while the span goes on. */
  readonly verdict: ProbeVerdict | null;
}

/** Failed requests against what an objective of errors or availability allows. */
export interface BudgetReport {
  /** Share of requests that may fail, 0..1. */
  readonly allowedRatio: number;
  /** Failed requests over those allowed, from the steady-state window on; above 1 the budget is overspent. */
  readonly spentRatio: number;
  /** Share that failed since the method began over the share allowed; and its greatest over the objective's span. */
  readonly burnRate: number;
  readonly peakBurnRate: number;
}

export interface ObjectiveReport {
  /** As the document has it. */
  readonly text: string;
  /** Of the drill's hypothesis, or of the document's own objectives. */
  readonly from: "hypothesis" | "document";
  readonly unit: Exclude<LimitUnit, "either">;
  /** The limit in base units. */
  readonly limit: number;
  readonly probes: readonly ProbeReport[];
  /**
   * Read from moment to moment over spans of this length [ms]: the objective's own window, or twice the shortest in
   * which it held throughout the steady state. null for what is only known at the end.
   */
  readonly spanMs: number | null;
  /** Over the last such span: the value, and whether it is as it should be; null before there is one. */
  readonly now: { readonly value: number | null; readonly met: boolean } | null;
  /** From the method's first step to the end of the first span that misses it [ms]; null: never missed. */
  readonly timeToDetectMs: number | null;
  /** From the method's end until it holds for good [ms]; null: not recovered, or not known yet. */
  readonly timeToRecoverMs: number | null;
  /** Of objectives of errors and availability. */
  readonly budget: BudgetReport | null;
}

export type FeltMetric = "errors" | "latency" | "traffic" | "load" | "waiting";

/** What an operation or node felt: a figure left what the steady state's windows had shown. */
export interface FeltReport {
  readonly id: string;
  readonly name: string;
  /** The method is aimed at it. */
  readonly hit: boolean;
  readonly felt: readonly {
    readonly metric: FeltMetric;
    /** Least and greatest in the steady state's windows: 0..1, ms, requests per second, or requests that wait. */
    readonly usual: readonly [number, number];
    readonly worst: number;
    /** The first and the last moment outside [ms]. */
    readonly fromMs: number;
    readonly untilMs: number;
  }[];
}

/** A drill, judged up to a moment of its run; plain data that workers post and files hold. */
export interface DrillReport {
  readonly format: "faultyard-drill";
  readonly version: 1;
  readonly drill: { readonly id: string; readonly title: string; readonly description: string };
  readonly phase: DrillPhase;
  /** null while it is not known. */
  readonly verdict: DrillVerdict | null;
  /** The verdict and its reason, as a sentence or two. */
  readonly words: string;
  readonly times: DrillTimes;
  /** What the method does, with the moments of the run [ms]; null: to the end. */
  readonly steps: readonly { readonly id: string; readonly label: string; readonly startMs: number; readonly endMs: number | null }[];
  /** The stop condition that ended the method. */
  readonly stopped: { readonly objective: string; readonly atMs: number } | null;
  readonly objectives: readonly ObjectiveReport[];
  /** Over all objectives: the first to be missed, and the last to recover of those that are to hold after the method. */
  readonly timeToDetectMs: number | null;
  readonly timeToRecoverMs: number | null;
  /** Whether they have recovered for good; null while it is not known, and where nothing is asked to hold after. */
  readonly recovered: boolean | null;
  /** Requests that failed since the method began, by reason. */
  readonly lost: { readonly total: number; readonly byReason: Readonly<Record<string, number>> };
  readonly blastRadius: { readonly operations: readonly FeltReport[]; readonly nodes: readonly FeltReport[] };
}
