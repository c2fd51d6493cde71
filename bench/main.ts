import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { BYTES_PER_CALL } from "../src/engine/calls";
import { createSession } from "../src/lab/create-session";
import type { Session } from "../src/lab/session";
import type { Topology } from "../src/topology/schema";
import { type Workload, workloads } from "./workloads";

const QUICK = process.argv.includes("--quick");
const ROUNDS = QUICK ? 3 : 7;
/** How many times in a round the run is watched, as the app watches it. */
const FRAMES = 50;

interface Round {
  readonly requestsPerSecond: number;
  readonly eventsPerSecond: number;
  readonly simulatedPerWall: number;
  readonly bytesPerRequest: number;
  readonly collections: number;
  readonly meanMs: number;
}

let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ["gc"] });

const sizeOf = (workload: Workload) => (QUICK ? workload.requests / 10 : workload.requests);

function sessionOf(topology: Topology): Session {
  const created = createSession(topology);
  if (!created.ok) throw new Error("The workload does not compile.");
  return created.value;
}

/** One run of the engine: all statistics on, one request in a hundred with its hops, frames taken as the app does. */
async function play(workload: Workload): Promise<Round> {
  const timedMs = (1000 * sizeOf(workload)) / workload.ratePerSecond;
  const session = sessionOf(workload.topology(workload.warmUpMs + timedMs));
  session.sampleHops(100);
  session.advance(workload.warmUpMs, Number.POSITIVE_INFINITY);
  session.frame();
  await settle();
  const before = { ...session.frame(), scheduled: session.scheduledEvents() };
  const collectedBefore = collections;
  let wallMs = 0;
  for (let slice = 1; slice <= FRAMES; slice++) {
    const start = performance.now();
    session.advance(workload.warmUpMs + (slice * timedMs) / FRAMES, Number.POSITIVE_INFINITY);
    wallMs += performance.now() - start;
    session.frame();
  }
  await setImmediate();
  const collected = collections - collectedBefore;
  const { requests, latencyMs } = session.result();
  const done = requests.ok + requests.failed - before.ok - before.failed;
  const events = workload.events === "scheduled" ? session.scheduledEvents() - before.scheduled : 2 * done;
  return {
    requestsPerSecond: (1000 * done) / wallMs,
    eventsPerSecond: (1000 * events) / wallMs,
    simulatedPerWall: timedMs / wallMs,
    bytesPerRequest: BYTES_PER_CALL,
    collections: collected,
    meanMs: latencyMs.mean ?? Number.NaN,
  };
}

/** How much more a run holds at the end of so many scheduled events than when they began [bytes]; garbage does not count. */
async function growthOver(workload: Workload, events: number): Promise<number> {
  const { topology, warmUpMs } = workload;
  const length = sessionOf(topology(warmUpMs));
  length.advance(warmUpMs, Number.POSITIVE_INFINITY);
  const timedMs = (warmUpMs * events) / length.scheduledEvents();
  const session = sessionOf(topology(warmUpMs + timedMs));
  session.sampleHops(100);
  session.advance(warmUpMs, Number.POSITIVE_INFINITY);
  session.frame();
  await settle();
  const before = process.memoryUsage().heapUsed;
  for (let slice = 1; slice <= FRAMES; slice++) {
    session.advance(warmUpMs + (slice * timedMs) / FRAMES, Number.POSITIVE_INFINITY);
    session.frame();
  }
  await settle();
  return process.memoryUsage().heapUsed - before;
}

/** Requests and events per second of the loop written by hand. */
function playReference(workload: Workload): { requestsPerSecond: number; eventsPerSecond: number } {
  const serve = workload.reference();
  serve(Math.round((workload.warmUpMs * workload.ratePerSecond) / 1000));
  const requests = sizeOf(workload);
  const start = performance.now();
  const events = serve(requests);
  const wallMs = performance.now() - start;
  return { requestsPerSecond: (1000 * requests) / wallMs, eventsPerSecond: (1000 * events) / wallMs };
}

/** Garbage of earlier rounds is not this round's. */
async function settle(): Promise<void> {
  globalThis.gc?.();
  await setImmediate();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

const rounds = new Map<Workload, { engine: Round[]; reference: ReturnType<typeof playReference>[] }>();
const only = process.argv[process.argv.indexOf("--only") + 1];
const chosen = process.argv.includes("--only") ? workloads.filter(({ id }) => id === only) : workloads;
for (const workload of chosen) rounds.set(workload, { engine: [], reference: [] });
// The first round only warms up. Interleaved, so that a busy moment of the machine spoils one round of each.
for (let round = 0; round <= ROUNDS; round++) {
  for (const [workload, { engine, reference }] of rounds) {
    const hand = playReference(workload);
    const played = await play(workload);
    if (round === 0) continue;
    reference.push(hand);
    engine.push(played);
  }
}

const growths = new Map<Workload, number>();
for (const workload of chosen) growths.set(workload, await growthOver(workload, QUICK ? 1e6 : 1e7));

const rows = [...rounds].map(([workload, { engine, reference }]) => {
  const of = (pick: (round: Round) => number) => median(engine.map(pick));
  return {
    workload: workload.id,
    eventsPerSecond: Math.round(of((round) => round.eventsPerSecond)),
    ratioToReference: Number(median(engine.map((round, i) => round.eventsPerSecond / reference[i].eventsPerSecond)).toFixed(3)),
    simulatedPerWall: Number(of((round) => round.simulatedPerWall).toPrecision(4)),
    bytesPerRequest: of((round) => round.bytesPerRequest),
    collections: of((round) => round.collections),
    requestsPerSecond: Math.round(of((round) => round.requestsPerSecond)),
    referenceEventsPerSecond: Math.round(median(reference.map((round) => round.eventsPerSecond))),
    heapGrowthBytes: growths.get(workload) ?? Number.NaN,
    meanMs: Number(of((round) => round.meanMs).toFixed(3)),
  };
});

if (process.argv.includes("--write")) writeFileSync("docs/benchmark.md", page());
if (process.argv.includes("--json")) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  const million = (n: number) => `${(n / 1e6).toFixed(2)} M/s`;
  console.log(`Medians of ${ROUNDS} interleaved rounds\n`);
  for (const row of rows) {
    const workload = workloads.find(({ id }) => id === row.workload) as Workload;
    console.log(workload.title);
    console.log(
      `  events          ${million(row.eventsPerSecond)} (${workload.events}; by hand ${million(row.referenceEventsPerSecond)}, ratio ${row.ratioToReference})`,
    );
    console.log(`  requests        ${million(row.requestsPerSecond)}, mean latency ${row.meanMs} ms`);
    console.log(`  simulated time  ${row.simulatedPerWall.toLocaleString("en")} times faster than the clock`);
    console.log(
      `  memory          ${row.bytesPerRequest} bytes a call in flight, ${row.heapGrowthBytes} bytes more heap after ${QUICK ? "a million" : "ten million"} scheduled events, ${row.collections} collections a round\n`,
    );
  }
}

/** The table for the docs. */
function page(): string {
  const count = (n: number) => n.toLocaleString("en");
  const lines = rows.map((row) => {
    const { title, events } = workloads.find(({ id }) => id === row.workload) as Workload;
    const million = (n: number) => (n / 1e6).toFixed(2);
    return `| ${title} | ${million(row.eventsPerSecond)} | ${events} | ${million(row.referenceEventsPerSecond)} | ${row.ratioToReference} | ${count(row.simulatedPerWall)} | ${row.bytesPerRequest} | ${row.collections} | ${count(row.heapGrowthBytes)} |`;
  });
  return `# The benchmark

Made by \`npm run bench -- --write\` with Node ${process.versions.node} on ${cpus().length} cores of a ${cpus()[0]?.model ?? "machine"}; medians of ${ROUNDS} interleaved
rounds. Trust the ratios: the loop written by hand does the same queueing work in the same minute, with a heap of pending
events, time averages and histograms, and nothing else. All statistics are on, one request in a hundred shows its hops.

| workload | million events/s | events are | by hand | ratio | simulated per second | bytes a call in flight | collections | heap growth over ten million events [bytes] |
|---|---|---|---|---|---|---|---|---|
${lines.join("\n")}

The worker in Chromium beside Node: \`npm run bench:browser\`. Idle nodes and a million waiting requests:
\`npm run bench:extremes\`. Instructions per request, the same whatever else the machine does:
\`npm run bench:instructions\`. The event queues alone: \`node scripts/run-ts.mjs bench/event-queues.ts\`.
`;
}
