import type { ReplicationsSummary } from "../../lab/replications";
import { METRICS } from "../../lab/statistics/metrics";
import type { Topology } from "../../topology/schema";

/** All that was found, for another program. */
export function repeatsAsJson(topology: Topology, summary: ReplicationsSummary): string {
  const { run, name } = topology;
  const found = { format: "faultyard-replications", version: 1, topology: name, run, ...summary };
  return `${JSON.stringify(found, null, 2)}\n`;
}

/** One line per seed, for a spreadsheet: RFC 4180, units in the headings, nothing rounded. */
export function repeatsAsCsv({ samples }: ReplicationsSummary): string {
  const head = ["seed", "runHash", "warmUpMs", "verdict", "requests", ...METRICS.map(({ id }) => id)];
  const lines = samples.map(({ seed, runHash, warmUpMs, verdict, requests, metrics }) => [
    seed,
    // A spreadsheet would take 1234e5678 for a number.
    `"${runHash}"`,
    warmUpMs,
    verdict,
    requests,
    ...METRICS.map(({ id }) => metrics[id] ?? ""),
  ]);
  return [head, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
