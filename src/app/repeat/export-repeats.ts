import type { ReplicationsSummary } from "../../lab/replications";
import type { ReplicationsResult } from "../../lab/replications-result";
import { METRICS } from "../../lab/statistics/metrics";

/** What `faultyard run --replications --json` prints for the same file. */
export function repeatsAsJson(result: ReplicationsResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
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
