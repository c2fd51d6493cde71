import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers/promises";
import { Cell } from "../src/base/cell";
import { EventQueue } from "../src/base/events/event-queue";

/**
 * The event queue alone, by the hold model: take the earliest event, schedule another; the number pending stays.
 *
 *     node scripts/run-ts.mjs bench/event-queues.ts [--quick] [--json]
 *
 * A delay comes from a table that was drawn before, so that the queue is measured and not the drawing.
 */

const QUICK = process.argv.includes("--quick");
const HOLDS = QUICK ? 200_000 : 500_000;
const ROUNDS = QUICK ? 3 : 5;
const PENDING = QUICK ? [2, 12, 1000, 10_000] : [2, 12, 100, 1000, 10_000, 100_000, 1_000_000];
/** A prime, so that a delay does not meet the same events again. */
const TABLE = 65_521;

const DELAYS: Record<string, () => number> = {
  exponential: () => -Math.log(1 - Math.random()),
  uniform: () => 2 * Math.random(),
  bimodal: () => (Math.random() < 0.9 ? 0.1 * Math.random() : 10 * Math.random()),
  Pareto: () => (1 - Math.random()) ** (-1 / 1.5) - 1,
};
const QUEUES: Record<string, number | undefined> = { heap: Number.POSITIVE_INFINITY, calendar: 0, adaptive: undefined };
const EVER = new Cell(Number.POSITIVE_INFINITY);

let collections = 0;
new PerformanceObserver((list) => {
  collections += list.getEntries().length;
}).observe({ entryTypes: ["gc"] });

/** Processor time [ms] since `start`: others may use the machine too. */
function spentMs(start: NodeJS.CpuUsage): number {
  return process.cpuUsage(start).user / 1000;
}

/** Millions of holds per second. */
function hold(queue: EventQueue, delays: Float64Array, holds: number): number {
  const { due, poppedTime } = queue;
  let next = 0;
  const start = process.cpuUsage();
  for (let i = 0; i < holds; i++) {
    queue.dueBy(EVER);
    queue.pop();
    due.value = poppedTime.value + delays[next];
    if (++next === TABLE) next = 0;
    queue.push(queue.fields.poppedCode, queue.fields.poppedA, queue.fields.poppedB);
  }
  return holds / spentMs(start) / 1000;
}

/** Nanoseconds that a timeout adds to a call that ends before it. */
function timeouts(queue: EventQueue, useLane: boolean | undefined, calls: number): number {
  const { due, poppedTime } = queue;
  const slots = 128;
  queue.fields.generations = new Int32Array(slots);
  const lane = queue.lane(1000, true);
  for (let call = 0; call < slots; call++) {
    due.value = call / slots;
    queue.push(0, call, 0);
  }
  let done = 0;
  const start = process.cpuUsage();
  while (done < calls) {
    queue.dueBy(EVER);
    queue.pop();
    const call = queue.fields.poppedA;
    if (queue.fields.poppedCode === 1) continue;
    done++;
    const generation = ++queue.fields.generations[call];
    if (useLane) queue.pushLane(lane, 1, call, generation);
    else if (useLane === false) {
      due.value = poppedTime.value + 1000;
      queue.push(1, call, generation);
    }
    // All take between 5 and 15 ms: never the timeout.
    due.value = poppedTime.value + 5 + ((call * 37 + generation) % 100) / 10;
    queue.push(0, call, generation);
  }
  return (1e6 * spentMs(start)) / calls;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rows: { delays: string; pending: number; queue: string; millionPerSecond: number; collections: number }[] = [];

for (const pending of PENDING) {
  for (const [delays, draw] of Object.entries(DELAYS)) {
    const table = Float64Array.from({ length: TABLE }, draw);
    const runs = Object.entries(QUEUES).map(([name, calendarFrom]) => {
      const queue = new EventQueue({ calendarFrom });
      for (let i = 0; i < pending; i++) {
        queue.due.value = table[i % TABLE] * (0.5 + i / pending);
        queue.push(i & 255, i, 1);
      }
      hold(queue, table, Math.max(HOLDS, 2 * pending));
      return { name, queue, speeds: [] as number[], collections: 0 };
    });
    for (let round = 0; round < ROUNDS; round++) {
      for (const run of runs) {
        await setImmediate();
        const before = collections;
        run.speeds.push(hold(run.queue, table, HOLDS));
        await setImmediate();
        run.collections += collections - before;
      }
    }
    for (const { name, speeds, collections: collected } of runs) {
      const millionPerSecond = Number(median(speeds).toFixed(2));
      rows.push({ delays, pending, queue: name, millionPerSecond, collections: collected });
    }
  }
}

const perTimeout: Record<string, number[]> = { none: [], lane: [], ordinary: [] };
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, useLane] of [
    ["none", undefined],
    ["lane", true],
    ["ordinary", false],
  ] as const) {
    const cost = timeouts(new EventQueue(), useLane, HOLDS);
    if (round > 0) perTimeout[name].push(cost);
  }
}

if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else {
  console.log(`Million holds per second of processor time, medians of ${ROUNDS} interleaved rounds of ${HOLDS.toLocaleString("en")}\n`);
  console.log(
    `${"".padEnd(14)}${"pending".padStart(10)}${Object.keys(QUEUES)
      .map((name) => name.padStart(10))
      .join("")}${"ratio".padStart(8)}${"collections".padStart(13)}`,
  );
  for (let i = 0; i < rows.length; i += 3) {
    const [heap, calendar, adaptive] = rows.slice(i, i + 3);
    const collected = heap.collections + calendar.collections + adaptive.collections;
    const speeds = [heap, calendar, adaptive].map((row) => row.millionPerSecond.toFixed(2).padStart(10)).join("");
    const ratio = (adaptive.millionPerSecond / heap.millionPerSecond).toFixed(2).padStart(8);
    console.log(
      `${heap.delays.padEnd(14)}${heap.pending.toLocaleString("en").padStart(10)}${speeds}${ratio}${String(collected).padStart(13)}`,
    );
  }
  const none = median(perTimeout.none);
  console.log(`\nA call without a timeout costs ${none.toFixed(0)} ns; a timeout that never comes adds`);
  for (const name of ["lane", "ordinary"])
    console.log(`  ${name.padEnd(10)}${(median(perTimeout[name]) - none).toFixed(1).padStart(8)} ns`);
}
