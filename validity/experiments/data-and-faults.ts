import { STREAM_WORDS, Stream, seedStream } from "../../src/base/stream";
import { exponential as draw } from "../../src/base/variates";
import { build } from "../../src/testing/build";
import type { Topology } from "../../src/topology/schema";
import type { Experiment } from "../experiment";
import { arrivals, constant, document, exponential, passing, server } from "../models";

const ZIPF_KEYS = 10_000;

/** Che's hit ratio is exact as the catalogue grows; at this size the cases allow 0.005 of it. */
const leastRecentlyUsed = (exponent: number, hitRatio: number): Experiment => ({
  id: `lru-${exponent}`,
  topology: document(
    {
      c: arrivals(1, "poisson", { key: { type: "zipf", keys: ZIPF_KEYS, exponent } }),
      cache: ["cache", { capacity: 1000, ttlMs: 0, lookupTime: constant(0) }],
      origin: passing(),
    },
    [
      ["c", "cache"],
      ["cache", "origin"],
    ],
  ),
  warmUpMs: 30_000,
  spanMs: 10_000,
  figures: [
    {
      caseId: `lru-che-${ZIPF_KEYS}-${exponent.toFixed(1)}-1000`,
      type: "mean",
      claim: { type: "approximation", within: 0.005 / hitRatio },
      read: ({ calls, nodes }) => 1 - calls["cache-origin"] / nodes.cache.arrivals,
    },
  ],
});

/** One key, entries live from their miss on. */
const timeToLive = (lifetimes: number): Experiment => ({
  id: `ttl-${lifetimes}`,
  topology: document(
    {
      c: arrivals(1, "poisson", { key: { type: "uniform", keys: 1 } }),
      cache: ["cache", { capacity: 10, ttlMs: lifetimes, lookupTime: constant(0) }],
      origin: passing(),
    },
    [
      ["c", "cache"],
      ["cache", "origin"],
    ],
  ),
  warmUpMs: 100,
  spanMs: 5000,
  figures: [
    {
      caseId: `ttl-nr-${lifetimes}`,
      type: "mean",
      read: ({ calls, nodes }) => 1 - calls["cache-origin"] / nodes.cache.arrivals,
    },
  ],
  fast: true,
});

/** Up and down for exponential times in turn, as planned faults from `untilMs` backwards; a stream of their own. */
function outages(type: string, seed: number, meanUpMs: number, meanDownMs: number, untilMs: number) {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, seed, "validity:outages");
  const stream = new Stream(words, 0);
  const faults: Record<string, unknown>[] = [];
  for (let atMs = meanUpMs * draw(stream); atMs < untilMs; atMs += meanUpMs * draw(stream)) {
    const durationMs = meanDownMs * draw(stream);
    faults.push({ id: `f${faults.length}`, type, target: { type: "node", id: "s" }, startMs: atMs, durationMs });
    atMs += durationMs;
  }
  return faults;
}

/** Below the thousand faults that a document may hold: 7 standard deviations of a Poisson count to spare. */
const MOST_CYCLES = 800;

/** White and Christie's breakdowns are pauses: work stops, the queue grows, work goes on where it stopped. */
const breakdowns = (
  perMs: number,
  serviceMs: number,
  failure: number,
  repair: number,
  suffix: "L" | "T",
  cycles = MOST_CYCLES,
): Experiment => {
  const untilMs = cycles * (1 / failure + 1 / repair);
  return {
    id: `brk-${perMs}-${failure}-${repair}`,
    topology: (seed): Topology =>
      build({
        nodes: { c: arrivals(perMs), s: server(exponential(serviceMs)) },
        links: [["c", "s"]],
        faults: outages("pause", seed, 1 / failure, 1 / repair, untilMs),
        seed,
      }),
    warmUpMs: untilMs / 10,
    spanMs: (untilMs * 9) / 10,
    figures: [
      {
        caseId: `brk-${perMs}-${failure}-${repair}-${suffix}`,
        type: "mean",
        read: ({ nodes, latency }) => (suffix === "L" ? nodes.s.inside : latency.mean()),
      },
    ],
  };
};

const retries = (p: number, retried: number, requests: number, more = {}): Experiment => ({
  id: `retry-${p}-${retried}`,
  topology: (seed) =>
    build({
      nodes: { c: arrivals(1), s: server(constant(0)) },
      links: [["c", "s", {}, { retry: { maxAttempts: retried + 1, baseMs: 0, jitter: "none" } }]],
      faults: [{ id: "f", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio: p } }],
      seed,
    }),
  warmUpMs: 10,
  spanMs: requests,
  figures: [
    {
      caseId: `retry-${p}-${retried}-fail`,
      type: "mean",
      read: ({ ok, failed }) => failed / (ok + failed),
    },
  ],
  ...more,
});

const MTBF_MS = 1000;
const MTTR_MS = 4;

export const dataAndFaults: readonly Experiment[] = [
  leastRecentlyUsed(0.8, 0.43665972),
  leastRecentlyUsed(1, 0.67560179),
  ...[0.5, 1, 5].map(timeToLive),
  breakdowns(0.5, 1, 0.1, 0.9, "L"),
  breakdowns(0.5, 1, 0.05, 0.2, "L"),
  breakdowns(0.7, 1, 0.01, 0.1, "T"),
  breakdowns(50, 0.01, 0.01, 0.1, "T", 200),
  {
    id: "availability",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(0.1), s: server(constant(0)) },
        links: [["c", "s"]],
        faults: outages("crash", seed, MTBF_MS, MTTR_MS, MOST_CYCLES * (MTBF_MS + MTTR_MS)),
        seed,
      }),
    warmUpMs: 20 * MTBF_MS,
    spanMs: (MOST_CYCLES - 20) * (MTBF_MS + MTTR_MS),
    figures: [
      {
        caseId: "av-mtbf",
        type: "mean",
        note: "the share of requests refused, 1 - availability; 1 h is 1 ms",
        expected: (value) => 1 - value,
        read: ({ ok, failed }) => failed / (ok + failed),
      },
    ],
  },
  retries(0.1, 3, 500_000),
  retries(0.5, 10, 200_000),
  {
    id: "utilisation-law",
    topology: (seed) =>
      build({
        nodes: {
          // Traffic ends well before the run, so that all work done is work of requests that have left.
          c: [
            "client",
            {
              traffic: {
                type: "open",
                profile: {
                  type: "steps",
                  steps: [
                    { atMs: 0, ratePerSecond: 700 },
                    { atMs: 20_000, ratePerSecond: 0 },
                  ],
                },
              },
            },
          ],
          s: server(exponential(1)),
        },
        links: [["c", "s"]],
        seed,
      }),
    warmUpMs: 0,
    spanMs: 30_000,
    figures: [
      {
        caseId: "util-law",
        type: "count",
        note: "time integral of busy slots against the sum of times at the node less waits, over the run",
        rounding: 1e-9,
        read: ({ nodes, spanMs }) => Math.abs(nodes.s.busyMs - (nodes.s.stayedMs - nodes.s.waitedMs)) / spanMs,
      },
    ],
    fast: true,
  },
];
