import { BYTES_PER_CALL } from "../src/engine/calls";
import { createSession } from "../src/lab/create-session";
import { topologySchema } from "../src/topology/schema";

// What nodes without traffic cost, and a million requests that wait: npm run bench:extremes

const origin = { x: 0, y: 0 };
type Config = Record<string, unknown>;

function time(nodes: Config[], durationMs: number): { cpuMs: number; hash: string; inFlight: number; heapMb: number } {
  const created = createSession(
    topologySchema.parse({
      format: "faultyard-topology",
      version: 2,
      nodes: nodes.map((node) => ({ ...node, position: origin })),
      links: [{ id: "link", from: "client", to: "server" }],
      run: { seed: 1, durationMs },
    }),
  );
  if (!created.ok) throw new Error("The document does not compile.");
  global.gc?.();
  const start = process.cpuUsage();
  created.value.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { user, system } = process.cpuUsage(start);
  const cpuMs = (user + system) / 1000;
  const { runHash, inFlight } = created.value.frame();
  return { cpuMs, hash: runHash, inFlight, heapMb: process.memoryUsage().arrayBuffers / 1e6 };
}

const client = (ratePerSecond: number) => ({
  id: "client",
  kind: "client",
  config: { traffic: { type: "open", profile: { type: "steady", ratePerSecond } } },
});
const server = (meanMs: number) => ({
  id: "server",
  kind: "server",
  config: { replicas: 10, slots: 1, queueLimit: 10_000_000, serviceTime: { type: "exponential", meanMs } },
});
const idle = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `idle-${i}`, kind: "server" }));

const ROUNDS = 9;
const BUSY = [client(20_000), server(0.1)];
time(BUSY, 10_000);
const rows = Array.from({ length: 2 * ROUNDS }, (_, i) => 10_000 * (i % 2)).map((count) => ({
  count,
  ...time([...BUSY, ...idle(count)], 60_000),
}));
const median = (count: number) =>
  rows
    .filter((row) => row.count === count)
    .map(({ cpuMs }) => cpuMs)
    .sort((a, b) => a - b)[ROUNDS >> 1];
console.log(`1.2 million requests: ${median(0).toFixed(0)} ms alone, ${median(10_000).toFixed(0)} ms beside 10,000 idle nodes`);
console.log(`same run hash: ${new Set(rows.map(({ hash }) => hash)).size === 1}`);

// Ten times more than the servers can do: all but a tenth waits.
const crowd = time([client(1_000_000), server(0.1)], 1200);
const short = time([client(200_000), server(0.1)], 1000);
console.log(
  `${crowd.inFlight.toLocaleString("en")} requests waiting at the end, ${BYTES_PER_CALL} bytes each, ${crowd.heapMb.toFixed(0)} MB of buffers`,
);
console.log(
  `${((1e6 * crowd.cpuMs) / 1.2e6).toFixed(0)} ns a request then, ${((1e6 * short.cpuMs) / 2e5).toFixed(0)} ns with ${short.inFlight.toLocaleString("en")} waiting`,
);
