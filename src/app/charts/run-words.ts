import type { RunStatistics } from "../../lab/result";
import type { MetricId } from "../../lab/statistics/metrics";
import { metricTitle } from "../statistics/figure-scale";
import { estimateScale, intervalWords, rangeWords } from "../statistics/interval-words";
import { doubtOf } from "./doubt";

/** One figure of the run beside its name. */
export interface RunFigure {
  readonly id: MetricId;
  readonly title: string;
  readonly text: string;
  /** Why it is not to be trusted; absent when it is. */
  readonly doubt?: string;
}

/** What the first screen has room for, the mean apart. */
const FIGURES = [
  "latencyP50Ms",
  "latencyP95Ms",
  "latencyP99Ms",
  "throughputPerSecond",
  "errorRatio",
] as const satisfies readonly MetricId[];

/** "warm-up, left out: 0 to 4.2 s, MSER-5"; empty when nothing was left out. */
export function warmUpWords({ warmUp: { endMs, by } }: RunStatistics): string {
  if (by === "none" || endMs === 0) return "";
  return `warm-up, left out: 0 to ${secondsText(endMs)}, ${by === "hand" ? "set by hand" : by}`;
}

/** "30.9 ms, between 30.6 and 31.2 ms"; null where there is no interval. */
export function meanWords({ estimates }: RunStatistics): string | null {
  const found = estimates.latencyMeanMs;
  if (found === null) return null;
  const mean = estimateScale("latencyMeanMs", found).print(found.mean);
  return `${mean}, ${intervalWords("latencyMeanMs", found)}`;
}

/** "95 % over 24 batches of 2.5 s". */
export function batchWords({ batches }: RunStatistics): string {
  return batches === null ? "" : `95 % over ${batches.count} batches of ${secondsText(batches.lengthMs)}`;
}

/** The intervals of the other figures, and which of them rest on too little. */
export function runFigures(statistics: RunStatistics): RunFigure[] {
  return FIGURES.flatMap((id) => {
    const title = metricTitle(id);
    const doubt = doubtOf(statistics, id);
    if (doubt !== undefined) return [{ id, title, text: "too few answers", doubt }];
    const found = statistics.estimates[id];
    if (found !== null) return [{ id, title, text: rangeWords(id, found) }];
    return id === "errorRatio" && statistics.observed[id] === 0 ? [{ id, title, text: "none seen" }] : [];
  });
}

/** Seconds with at most one decimal. */
const secondsText = (ms: number) => `${Number((ms / 1000).toFixed(1))} s`;
