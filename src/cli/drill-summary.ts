import type { DrillReport, FeltReport, ObjectiveReport, ProbeReport } from "../lab/drill/report";
import { timeText, valueText, withoutProbe } from "../lab/drill/words";
import type { RunResult } from "../lab/result";
import { decimal, table, whole } from "./table";

/** A drill as a person reads it in a terminal. */
export function drillSummary(result: RunResult & { readonly drill: DrillReport }): string {
  const { drill } = result;
  const head = [
    `${result.topology}: ${drill.drill.title}, seed ${result.seed}, ${result.durationMs / 1000} s simulated`,
    `run hash ${result.runHash}`,
    "",
    // The verdict stands first in the words.
    drill.words
      .replace(/^(\w+): (\w)/, (_, verdict: string, first: string) => `${verdict}. ${first.toUpperCase()}`)
      .replace(/^\w+/, (verdict) => verdict.toUpperCase()),
  ];
  const parts = [head.join("\n"), objectiveTable(drill), stepLines(drill), timeLines(drill), lostLine(drill), feltTable(drill)];
  return `${parts
    .filter((part) => part !== "")
    .join("\n\n")
    .trimEnd()}\n`;
}

const SPANS: Readonly<Record<ProbeReport["span"], string>> = { before: "before", during: "during", after: "after", always: "always" };

function objectiveTable({ objectives }: DrillReport): string {
  const rows = objectives.flatMap((objective) =>
    objective.probes.map((probe, i) => [
      i === 0 ? withoutProbe(objective.text) : "",
      SPANS[probe.span],
      valueText(probe.value, objective),
      probe.verdict ?? "-",
      i === 0 ? missedText(objective) : "",
      i === 0 ? budgetText(objective) : "",
    ]),
  );
  return table(["objective", "when", "value", "", "first missed", "error budget"], rows).trimEnd();
}

function missedText({ timeToDetectMs }: ObjectiveReport): string {
  return timeToDetectMs === null ? "-" : `after ${timeText(timeToDetectMs)}`;
}

function budgetText({ budget }: ObjectiveReport): string {
  if (budget === null) return "-";
  return `${whole(100 * budget.spentRatio)} % spent, burn rate ${decimal(budget.burnRate)}, peak ${decimal(budget.peakBurnRate)}`;
}

function stepLines({ steps, stopped }: DrillReport): string {
  if (steps.length === 0) return "";
  const rows = steps.map(({ id, label, startMs, endMs }) => [id, label, seconds(startMs), endMs === null ? "the end" : seconds(endMs)]);
  const stop = stopped === null ? "" : `\nStopped at ${seconds(stopped.atMs)} by ${stopped.objective}.`;
  return `${table(["method", "", "from", "to"], rows).trimEnd()}${stop}`;
}

function timeLines({ timeToDetectMs, timeToRecoverMs, recovered, verdict }: DrillReport): string {
  if (verdict === "invalid") return "";
  const detect = timeToDetectMs === null ? "never missed" : timeText(timeToDetectMs);
  const recover = timeToRecoverMs === null ? "not recovered" : timeText(timeToRecoverMs);
  return `time to detect   ${detect}${recovered === null ? "" : `\ntime to recover  ${recover}`}`;
}

function lostLine({ lost, verdict }: DrillReport): string {
  if (verdict === "invalid") return "";
  const reasons = Object.entries(lost.byReason).map(([reason, count]) => `${whole(count)} ${reason}`);
  return `requests lost    ${whole(lost.total)}${reasons.length === 0 ? "" : ` (${reasons.join(", ")})`}`;
}

function feltTable({ blastRadius }: DrillReport): string {
  const rows = [...row("operation", blastRadius.operations), ...row("node", blastRadius.nodes)];
  return rows.length === 0 ? "" : table(["felt by", "", "what", "from", "to"], rows).trimEnd();
}

function row(sort: string, elements: readonly FeltReport[]): string[][] {
  return elements.map(({ name, hit, felt }) => [
    name,
    hit ? `${sort}, hit` : sort,
    felt.length === 0 ? "nothing" : felt.map(({ metric }) => metric).join(", "),
    felt.length === 0 ? "" : seconds(Math.min(...felt.map(({ fromMs }) => fromMs))),
    felt.length === 0 ? "" : seconds(Math.max(...felt.map(({ untilMs }) => untilMs))),
  ]);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
