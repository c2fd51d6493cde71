import { printQuantity } from "../../topology/objectives/print";
import type { DrillReport, ObjectiveReport, ProbeReport } from "./report";

/** A value of an objective with its unit, as people read it. */
export function valueText(value: number | null, { unit }: Pick<ObjectiveReport, "unit">): string {
  if (value === null) return "nothing to measure";
  switch (unit) {
    case "share":
      return `${shareText(value)} %`;
    case "rate":
      return `${rounded(value)}/s`;
    case "count":
      return rounded(value);
    case "time":
      return timeText(value);
  }
}

/** `241 ms`, `12 s`. */
export function timeText(ms: number): string {
  if (ms >= 100_000) return `${rounded(ms / 1000)} s`;
  return ms >= 10_000 ? printQuantity({ value: Number((ms / 1000).toFixed(1)), unit: "" }).concat(" s") : `${rounded(ms)} ms`;
}

/** Shares near 100 % need the digits in which they differ from it. */
function shareText(ratio: number): string {
  const percent = 100 * ratio;
  return String(Number(percent > 99 && percent < 100 ? percent.toFixed(3) : percent.toPrecision(3)));
}

function rounded(value: number): string {
  return String(Number(Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3)));
}

const SPANS: Readonly<Record<ProbeReport["span"], string>> = {
  before: "before the method",
  during: "during the method",
  after: "after it",
  always: "throughout",
};

/** An objective's text without the word that says when it is probed. */
export function withoutProbe(text: string): string {
  return text.replace(/\s+(?:before|after|during|always)\s*$/, "");
}

function recoveryWords({ recovered, timeToRecoverMs }: Pick<DrillReport, "recovered" | "timeToRecoverMs">): string {
  if (recovered === null) return "";
  return timeToRecoverMs === null ? ", and not recovered" : `, recovered ${timeText(timeToRecoverMs)} after the method`;
}

/** The verdict and its reason. */
export function drillWords(report: Omit<DrillReport, "words">): string {
  const { verdict, objectives, stopped, phase } = report;
  if (verdict === null) return phase === "settle" || phase === "before" ? "The steady state is not known yet." : "The drill is under way.";
  const missed = objectives.flatMap((objective) =>
    objective.probes
      .filter((probe) => probe.verdict === "deviated")
      .map((probe) => `${withoutProbe(objective.text)} ${SPANS[probe.span]}: ${valueText(probe.value, objective)}`),
  );
  if (verdict === "invalid") return `Invalid: the hypothesis does not hold before the method. ${missed.join("; ")}.`;
  const recovery = report.timeToDetectMs === null ? "" : ` First missed after ${timeText(report.timeToDetectMs)}${recoveryWords(report)}.`;
  if (verdict === "held") {
    const count = objectives.length;
    return `Held: ${count === 1 ? "its objective holds" : `all ${count} objectives hold`}.${recovery}`;
  }
  const stop = stopped === null ? "" : `Stopped by ${stopped.objective}. `;
  return `Deviated. ${stop}${missed.join("; ")}${missed.length > 0 ? "." : ""}${recovery}`;
}
