import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { createSession } from "../src/lab/create-session";
import { type Workload, workloads } from "./workloads";

const REQUESTS = process.argv.includes("--quick") ? 50_000 : 400_000;
const ROUNDS = process.argv.includes("--quick") ? 3 : 7;
/** Events between two looks at the heap. */
const SLICE = 20_000;

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

/** One run of the engine. Slices end on simulated time, so that looking at the heap changes nothing. */
async function play(workload: Workload): Promise<Round> {
  const durationMs = (1000 * REQUESTS) / workload.ratePerSecond;
  const created = createSession(workload.topology(durationMs));
  if (!created.ok) throw new Error("The workload does not compile.");
  const session = created.value;
  await settle();
  const collectedBefore = collections;
  let allocated = 0;
  let heap = process.memoryUsage().heapUsed;
  let wallMs = 0;
  while (!session.finished()) {
    const start = performance.now();
    session.advance(Number.POSITIVE_INFINITY, SLICE);
    wallMs += performance.now() - start;
    const now = process.memoryUsage().heapUsed;
    // A collection within a slice hides what was allocated before it.
    if (now > heap) allocated += now - heap;
    heap = now;
  }
  await setImmediate();
  const { requests, latencyMs } = session.result();
  return {
    requestsPerSecond: (1000 * requests.ok) / wallMs,
    eventsPerSecond: (1000 * session.events()) / wallMs,
    simulatedPerWall: durationMs / wallMs,
    bytesPerRequest: allocated / requests.ok,
    collections: collections - collectedBefore,
    meanMs: latencyMs.mean ?? Number.NaN,
  };
}

/** Requests per second of the loop written by hand. */
function playReference({ reference }: Workload): number {
  const start = performance.now();
  if (Number.isNaN(reference(REQUESTS))) throw new Error("The reference lost its requests.");
  return (1000 * REQUESTS) / (performance.now() - start);
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

const rounds = new Map<Workload, { engine: Round[]; reference: number[] }>();
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

const rows = [...rounds].map(([workload, { engine, reference }]) => {
  const of = (pick: (round: Round) => number) => median(engine.map(pick));
  return {
    workload: workload.id,
    requestsPerSecond: Math.round(of((round) => round.requestsPerSecond)),
    eventsPerSecond: Math.round(of((round) => round.eventsPerSecond)),
    referenceRequestsPerSecond: Math.round(median(reference)),
    ratioToReference: Number(median(engine.map((round, i) => round.requestsPerSecond / reference[i])).toFixed(3)),
    simulatedPerWall: Math.round(of((round) => round.simulatedPerWall)),
    bytesPerRequest: Number(of((round) => round.bytesPerRequest).toFixed(2)),
    collections: of((round) => round.collections),
    meanMs: Number(of((round) => round.meanMs).toFixed(3)),
  };
});

if (process.argv.includes("--json")) {
  console.log(JSON.stringify(rows, null, 2));
} else {
  const million = (n: number) => `${(n / 1e6).toFixed(2)} M/s`;
  console.log(`${REQUESTS.toLocaleString("en")} requests a round, medians of ${ROUNDS} interleaved rounds\n`);
  for (const row of rows) {
    const { title } = workloads.find(({ id }) => id === row.workload) as Workload;
    console.log(title);
    console.log(`  requests        ${million(row.requestsPerSecond)} (by hand ${million(row.referenceRequestsPerSecond)}, ratio ${row.ratioToReference})`);
    console.log(`  events          ${million(row.eventsPerSecond)}`);
    console.log(`  simulated time  ${row.simulatedPerWall.toLocaleString("en")} times faster than the clock`);
    console.log(`  garbage         ${row.bytesPerRequest} bytes per request, ${row.collections} collections a round`);
    console.log(`  mean latency    ${row.meanMs} ms\n`);
  }
}
