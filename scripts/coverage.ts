import process from "node:process";
import { createSession } from "../src/lab/create-session";
import type { RunStatistics } from "../src/lab/result";
import { type Topology, topologySchema } from "../src/topology/schema";

// How often the 95 % intervals of single runs hold the truth: M/M/1, whose mean and quantiles are known, under many
// seeds. Prints the table of docs/statistics.md: node scripts/run-ts.mjs scripts/coverage.ts [seeds]

const seeds = Number(process.argv[2] ?? 200);
const SERVICE_MS = 10;

/** Load of the server, and requests per run. */
const cases = [
  [0.5, 20_000],
  [0.8, 20_000],
  [0.9, 20_000],
  [0.9, 200_000],
] as const;

console.log("| load | requests | steady | too short | mean | p50 | p99 | naive mean | half-width of the mean |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const [load, requests] of cases) console.log(row(load, requests));

function row(load: number, requests: number): string {
  const topology = document((1000 * load) / SERVICE_MS);
  const durationMs = (requests * SERVICE_MS) / load;
  const runs = Array.from({ length: seeds }, (_, i) => statisticsOf(topology, i + 1, durationMs));
  const steady = runs.filter(({ verdict }) => verdict === "steady");
  const short = runs.filter(({ verdict }) => verdict === "run too short");
  const mean = SERVICE_MS / (1 - load);
  const widths = steady.map(({ estimates }) => estimates.latencyMeanMs?.halfWidthRatio ?? 0);
  // The time in system is exponential, so that its deviation is its mean.
  const naive = steady.filter(({ observed: { latencyMeanMs }, requests: n }) => {
    const found = latencyMeanMs as number;
    return Math.abs(found - mean) <= (1.96 * found) / Math.sqrt(n);
  });
  const cells = [
    percent(load),
    requests.toLocaleString("en-US"),
    `${steady.length} of ${seeds}`,
    `${short.length}`,
    covered(steady, "latencyMeanMs", mean),
    covered(steady, "latencyP50Ms", mean * Math.LN2),
    covered(steady, "latencyP99Ms", mean * Math.log(100)),
    percent(naive.length / steady.length),
    `±${percent(widths.reduce((sum, width) => sum + width, 0) / steady.length)}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Of the intervals that are shown, the share that holds the truth. */
function covered(runs: readonly RunStatistics[], id: "latencyMeanMs" | "latencyP50Ms" | "latencyP99Ms", truth: number): string {
  const shown = runs.flatMap(({ estimates, quantiles }) => {
    const { needed, has } = id === "latencyMeanMs" ? { needed: 0, has: 0 } : quantiles[id];
    const found = estimates[id];
    return found === null || has < needed ? [] : [found];
  });
  if (shown.length * 2 < runs.length) return `mostly hidden (${runs.length - shown.length})`;
  const hits = shown.filter(({ low, high }) => low <= truth && truth <= high);
  return `${percent(hits.length / shown.length)} of ${shown.length}`;
}

function statisticsOf(topology: Topology, seed: number, durationMs: number): RunStatistics {
  const made = createSession({ ...topology, run: { seed, durationMs } });
  if (!made.ok) throw new Error("The document of this script is not sound.");
  made.value.sampleHops(0);
  made.value.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return made.value.result().statistics;
}

function document(ratePerSecond: number): Topology {
  const position = { x: 0, y: 0 };
  const traffic = { type: "open", arrivals: "poisson", profile: { type: "steady", ratePerSecond } };
  const serviceTime = { type: "exponential", meanMs: SERVICE_MS };
  return topologySchema.parse({
    format: "faultyard-topology",
    version: 2,
    nodes: [
      { id: "c", kind: "client", position, config: { traffic } },
      { id: "s", kind: "server", position, config: { replicas: 1, slots: 1, queueLimit: 1_000_000, serviceTime } },
    ],
    links: [{ id: "l", from: "c", to: "s", config: { latency: { type: "constant", valueMs: 0 } } }],
  });
}

function percent(ratio: number): string {
  return `${Math.round(1000 * ratio) / 10} %`;
}
