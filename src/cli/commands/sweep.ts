import { Replications } from "../../lab/replications";
import { type ReplicationsResult, replicationsResult, type SweepResult } from "../../lab/replications-result";
import type { MetricId } from "../../lab/statistics/metrics";
import type { Topology } from "../../topology/schema";
import { intervalText, metricText } from "../estimate-text";
import type { Flags } from "../flags";
import type { Io } from "../io";
import { runSets, tellInterrupted } from "../run-sets";
import { deliver, readJobs, readSeeds } from "../set-options";
import { readSweep } from "../sweep-field";
import { table } from "../table";

const OTHERWISE = 10;

/** Runs a file once per value of a field, each with the same seeds. */
export async function sweep(file: string, topology: Topology, field: string, flags: Flags, io: Io): Promise<void> {
  const { path, points } = readSweep(field, file, topology);
  const seeds = readSeeds(flags, OTHERWISE);
  const sets = points.map((point) => new Replications({ topology: point.topology, ...seeds }));
  const ended = await runSets(
    sets.map((set) => [set]),
    readJobs(flags, io),
    io,
  );
  const result: SweepResult = {
    format: "faultyard-sweep",
    version: 1,
    field: path,
    points: points.map(({ value }, i) => ({ value, result: replicationsResult(sets[i]) })),
  };
  await deliver(result, () => sweepSummary(result), flags, io);
  tellInterrupted(ended);
}

function sweepSummary({ field, points }: SweepResult): string {
  const [first] = points;
  const head = `${first.result.topology}, ${field}, from seed ${first.result.firstSeed} on, ${first.result.durationMs / 1000} s simulated each`;
  const rows = points.map(({ value, result }) => [
    typeof value === "string" ? value : JSON.stringify(value),
    String(result.samples.length),
    ...cells(result, "latencyMeanMs"),
    ...cells(result, "latencyP99Ms"),
    ...cells(result, "throughputPerSecond"),
    metricText("errorRatio", result.estimates.errorRatio?.mean ?? null),
    result.verdict,
  ]);
  const columns = ["value", "runs", "mean ms", "95 %", "p99 ms", "95 %", "ok/s", "95 %", "errors", "verdict"];
  return `${head}\n\n${table(columns, rows)}`;
}

function cells({ estimates, tooFew }: ReplicationsResult, id: MetricId): string[] {
  if (id === "latencyP99Ms" && tooFew[id] !== undefined) return ["—", `needs ${tooFew[id].needed}, has ${tooFew[id].has}`];
  return [metricText(id, estimates[id]?.mean ?? null), intervalText(id, estimates[id])];
}
