import type { RunResult } from "../lab/result";
import { statisticsSummary } from "./statistics-summary";
import { decimal, ms, percent, table, whole } from "./table";

/** A run as a person reads it in a terminal. */
export function summary(result: RunResult): string {
  const { requests } = result;
  const seconds = result.durationMs / 1000;
  const head = [
    `${result.topology}, seed ${result.seed}, ${seconds} s simulated, ${whole(result.events)} events`,
    `run hash ${result.runHash}`,
  ];
  const totals = table(
    ["requests", "count", "per second", "share"],
    [
      ["issued", ...figures(requests.issued, requests.issued, seconds)],
      ["ok", ...figures(requests.ok, requests.issued, seconds)],
      ["ok within deadline", ...figures(requests.good, requests.issued, seconds)],
      ["failed", ...figures(requests.failed, requests.issued, seconds)],
      ...Object.entries(requests.failuresByReason).map(([reason, n]) => [`  ${reason}`, ...figures(n, requests.issued, seconds)]),
      ["in flight at the end", ...figures(requests.inFlight, requests.issued, seconds)],
    ],
  );
  return [`${head.join("\n")}\n`, totals, statisticsSummary(result), nodeTable(result), linkTable(result)]
    .filter((part) => part !== "")
    .join("\n");
}

function figures(n: number, issued: number, seconds: number): string[] {
  return [whole(n), decimal(n / seconds), issued === 0 ? "-" : percent(n / issued)];
}

function nodeTable({ nodes }: RunResult): string {
  const rows = Object.entries(nodes).map(([id, node]) => [
    id,
    decimal(node.arrivalsPerSecond),
    whole(node.failed),
    percent(node.utilisationRatio),
    decimal(node.queueLength),
    whole(node.queueLengthMax),
    ms(node.waitMs.mean),
    ms(node.latencyMs.p50),
    ms(node.latencyMs.p99),
  ]);
  return rows.length === 0
    ? ""
    : table(["node", "arrivals/s", "failed", "utilisation", "queue", "queue max", "wait ms", "p50 ms", "p99 ms"], rows);
}

function linkTable({ links }: RunResult): string {
  const rows = Object.entries(links).map(([id, link]) => [
    id,
    decimal(link.callsPerSecond),
    whole(link.failed),
    whole(link.retries),
    whole(link.lateReplies),
    ms(link.latencyMs.p50),
    ms(link.latencyMs.p99),
  ]);
  return rows.length === 0 ? "" : table(["link", "calls/s", "failed", "retries", "late replies", "p50 ms", "p99 ms"], rows);
}
