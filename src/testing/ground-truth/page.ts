import { type ComparedRun, type Comparison, type Figure, holds } from "./compare";
import { OVERHEAD, type Overhead, PROCESS_START_MS } from "./overhead";
import { residualOf } from "./residuals";

const COLUMNS = ["mean", "p50", "p99"] as const;

/** The documentation page that `npm run ground-truth` writes. */
export function page(compared: readonly ComparedRun[], estimate: Overhead): string {
  const all = compared.flatMap(({ comparisons }) => comparisons);
  return `# Simulated beside measured

Written by \`npm run ground-truth -- --recordings FOLDER\`, which replays what was measured on real servers: nginx 1.22, HAProxy 2.6,
RabbitMQ 3.10, Redis 7.0 and PostgreSQL 15, driven open loop, every request recorded. \`FOLDER\` is the recordings' folder
(\`FAULTYARD_RECORDINGS\` names it as well). Without it the command replays the few runs that are part of this repository, as
\`npm test\` does, with the same limits.

**${all.filter(holds).length} of ${all.length} figures are within their limits.**

## How

- A client replays the recorded arrivals, and servers take each request's recorded need as their service time: the model
  sees what the real servers saw, not traffic of the same kind.
- The balancer is set up from the proxy's own configuration file, with the defaults that nginx and HAProxy document. Nothing is
  set by hand for one run.
- One overhead stands for HTTP, the loopback and the sender's own lateness in all runs: ${OVERHEAD.pathMs} ms on the way, a quarter of it
  each way on each of the two hops, and ${OVERHEAD.slotMs} ms in the server's slot. Both are medians over the undisturbed runs of the one-slot
  and four-slot servers: what a request takes beyond its wait and its need (${(estimate.pathMs + estimate.slotMs).toFixed(2)} ms in these recordings), and by how much answers of a
  server that is never idle follow each other more slowly than the needs say (${estimate.slotMs.toFixed(2)} ms).
- A killed server's process listens ${PROCESS_START_MS} ms after its start, in all runs; it was read off the one without checks and retries.
- Within which part of a second HAProxy checks its servers follows from when it was started, which no file says. It is read off
  the recovery (the killed server's first request after its restart); how many requests met the dead server is then foretold.
- Where the balancer goes by load, a millisecond decides where a request goes, and where it draws, the model's chance is not
  the proxy's. There the simulated figure is the mean over many seeds, and the range from 5 to 95 % of single runs stands beside it. Where it
  goes by load each seed has other hop times, with the same mean.

Limits: mean 5 %, p50 the larger of 3 ms and 5 %, p99 10 %, the round robin's sequence of servers identical, errors of a failover within 2.
What is shed under overload and hit ratios take the 5 % of the mean. \`PASS\` is within the limit, \`MISS\` is not.

## Proxies and their servers

A1: 4 servers of 1 slot at 80 %. A2: 4 servers of 4 slots. A3: 4 servers of 2 slots, the first three times slower. \`b_kill\`: one of three
servers killed for 15 s.

${table(compared.filter(({ id }) => /^[abd]_/.test(id)))}

## Broker

Latency counts from publishing to the end of the work. Messages that were dead-lettered are missing from their recording;
their arrivals are those of the run of the same rate and seed. Errors are dead letters.

${table(compared.filter(({ id }) => id.startsWith("e_")))}

## Cache and pool

Where no request was recorded the measured run must lie within the range of the model's own runs, at 95 % for all such figures together.

${others(compared.filter(({ id }) => /^[fh]_/.test(id)))}

## What is left, in words

${compared
  .flatMap(({ id }) => {
    const words = residualOf(id);
    return words === null || id.includes(",") || id.includes(" from ") ? [] : [`- \`${id}\`: ${words}`];
  })
  .join("\n")}
${["f_redis_lru_zipf", "h_pg_pool"].map((id) => `- \`${id}\`: ${residualOf(id)}`).join("\n")}
`;
}

function table(compared: readonly ComparedRun[]): string {
  const rows = compared.map(({ id, seeds, comparisons }) => {
    const of = (figure: Figure) => comparisons.find((one) => one.figure === figure);
    const rest = [errors(of("errors")), sequence(of("sequence"))].filter((text) => text !== "");
    return `| \`${id}\` | ${seeds} | ${COLUMNS.map((figure) => cell(of(figure), " ms")).join(" | ")} | ${rest.join("; ")} | ${verdict(comparisons)} |`;
  });
  return [
    "Each cell: measured → simulated, the difference, and in brackets the range over seeds.",
    "",
    "| run | seeds | mean | p50 | p99 | errors, sequence | |",
    "| --- | --: | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function others(compared: readonly ComparedRun[]): string {
  const rows = compared.flatMap(({ id, seeds, comparisons }) =>
    comparisons.map((one) => `| ${id} | ${seeds} | ${one.figure} | ${cell(one, unitOf(one.figure))} | ${verdict([one])} |`),
  );
  return ["| run | seeds | figure | measured → simulated | |", "| --- | --: | --- | --- | --- |", ...rows].join("\n");
}

const unitOf = (figure: Figure) => (figure === "mean" || figure === "p99" ? " ms" : "");

function cell(one: Comparison | undefined, unit: string): string {
  if (one === undefined) return "";
  const text = (value: number) => (one.figure === "hit ratio" ? value.toFixed(4) : value.toFixed(1));
  const difference = 100 * (one.simulated / one.measured - 1);
  const range = one.spread === null ? "" : ` [${one.spread.map(text).join(" to ")}]`;
  const mark = holds(one) ? "" : " **MISS**";
  return `${text(one.measured)} → ${text(one.simulated)}${unit}, ${difference > 0 ? "+" : "−"}${Math.abs(difference).toFixed(1)} %${range}${mark}`;
}

function errors(one: Comparison | undefined): string {
  if (one === undefined) return "";
  const simulated = Number.isInteger(one.simulated) ? one.simulated : one.simulated.toFixed(1);
  return `${one.measured} → ${simulated} errors${holds(one) ? "" : " **MISS**"}`;
}

function sequence(one: Comparison | undefined): string {
  if (one === undefined) return "";
  return `${one.simulated} of ${one.measured} to the same server${holds(one) ? "" : " **MISS**"}`;
}

const verdict = (comparisons: readonly Comparison[]) => (comparisons.every(holds) ? "PASS" : "MISS");
