import type { ComparisonResult, ReplicationsResult } from "../lab/replications-result";
import { METRICS } from "../lab/statistics/metrics";
import { intervalText, isQuantile, lackingText, metricText, metricTitle } from "./estimate-text";
import { table } from "./table";

/** Two designs side by side, as a person reads them in a terminal. */
export function comparisonSummary(result: ComparisonResult, files: readonly [string, string]): string {
  const { a, b } = result;
  const pairs = Math.min(a.samples.length, b.samples.length);
  const lines = [
    `A  ${files[0]}, "${a.topology}"`,
    `B  ${files[1]}, "${b.topology}"`,
    `${pairs} pairs of runs from seed ${a.firstSeed} on, ${a.durationMs / 1000} s simulated each; both see the same arrivals.`,
  ];
  if (a.stopped === "cancelled") lines.push("Stopped by hand; this is what is known so far.");
  const unsteady = [sayUnsteady("A", a), sayUnsteady("B", b)].filter((line) => line !== "");
  if (unsteady.length > 0) return `${[...lines, ...unsteady].join("\n")}\n`;
  return `${lines.join("\n")}\n\n${figures(result)}`;
}

function sayUnsteady(name: string, { verdict }: ReplicationsResult): string {
  return verdict === "no steady state"
    ? `NO STEADY STATE in ${name}: the backlog grows or a node works at its limit, so there is nothing to compare.`
    : "";
}

function figures({ a, b, differences }: ComparisonResult): string {
  return table(
    ["", "A", "B", "B - A", "95 % interval", ""],
    METRICS.map((metric) => {
      const { id } = metric;
      const lacking = isQuantile(id) ? (a.tooFew[id] ?? b.tooFew[id]) : undefined;
      if (lacking !== undefined) return [metricTitle(metric), lackingText(lacking)];
      const found = differences[id];
      return [
        metricTitle(metric),
        metricText(id, a.estimates[id]?.mean ?? null),
        metricText(id, b.estimates[id]?.mean ?? null),
        metricText(id, found?.estimate.mean ?? null),
        intervalText(id, found?.estimate ?? null),
        found?.verdict ?? "-",
      ];
    }),
  );
}
