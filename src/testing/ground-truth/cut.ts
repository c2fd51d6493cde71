import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type MeasuredRun, readRun } from "./recordings";

/** Runs that are part of the repository: each way of balancing that can be foretold, chance, and both failovers. */
const KEPT = [
  "a_A1_nginx_rr",
  "a_A3_nginx_least_conn",
  "b_A1_haproxy_random2",
  "b_kill_haproxy_rr_check_noredispatch",
  "b_kill_nginx_rr_default",
];

/** Writes these runs of a folder into another, with no more than a comparison needs. */
export function cut(folder: string, into: string): void {
  mkdirSync(join(into, "traces"), { recursive: true });
  for (const run of KEPT.map((id) => readRun(folder, id))) {
    const trace = `traces/${run.id}.csv.gz`;
    const { title, topology, faults } = run.setup;
    const kept = { title, topology, faults, runs: [{ trace, config: run.proxyConfig }] };
    writeFileSync(join(into, `${run.id}.json`), `${JSON.stringify(kept, null, 1)}\n`);
    writeFileSync(join(into, trace), gzipSync(csv(run), { level: 9 }));
  }
}

function csv({ requests }: MeasuredRun): string {
  const lines = requests.map(({ atMs, needMs, code, latencyMs, server }) => [atMs, needMs, code, latencyMs, server].join(","));
  return ["t_ms,S_ms,code,lat_ms,srv", ...lines, ""].join("\n");
}
