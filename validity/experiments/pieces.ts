import { build } from "../../src/testing/build";
import type { Experiment } from "../experiment";
import { arrivals, constant, document, exponential, passing, server } from "../models";
import type { KnownCase } from "../suite";

/** Blocked share of `slots` without a queue, offered `load` (Erlang 1917), by its recursion. */
function erlangB(slots: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= slots; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Mean of what a window of at most `limit` lets through, of a Poisson count with this mean. */
function truncatedMean(mean: number, limit: number): number {
  let chance = Math.exp(-mean);
  let through = 0;
  let left = 1;
  for (let n = 0; n < limit; n++) {
    through += n * chance;
    left -= chance;
    chance *= mean / (n + 1);
  }
  return through + limit * left;
}

const erlang = "Erlang 1917, B(c, a) by its recursion";

/** Closed forms of pieces that the cases handed over do not name; the unit of time is a mean service time. */
export const pieceCases: readonly KnownCase[] = [
  {
    id: "overflow-10-8",
    model: "M/M/10/10, then M/M/5/5 for its overflow",
    metric: "share that overflows to the second location",
    expected: erlangB(10, 8),
    source: erlang,
  },
  {
    id: "overflow-10-5-8",
    model: "the same",
    metric: "P(refused by both)",
    expected: erlangB(15, 8),
    source: `${erlang}: hunting in order loses as one group does`,
  },
  { id: "bulkhead-10-8", model: "bulkhead of 10, offered 8 Erlang", metric: "P(rejected)", expected: erlangB(10, 8), source: erlang },
  {
    id: "function-10-8",
    model: "function of concurrency 10, no cold starts",
    metric: "P(throttled), constant service",
    expected: erlangB(10, 8),
    source: `${erlang}: insensitive`,
  },
  {
    id: "token-bucket-1-2",
    model: "Poisson at twice the rate, bucket of one token",
    metric: "share let through",
    expected: 1 / 3,
    source: "Feller, An Introduction to Probability Theory vol. II (Wiley 1971): type I counter, 1 / (1 + load)",
  },
  {
    id: "fixed-window-10-8",
    model: "Poisson, ten expected in a window of at most eight",
    metric: "share let through",
    expected: truncatedMean(10, 8) / 10,
    source: "E[min(N, limit)] / E[N], N Poisson",
  },
  {
    id: "retrial-0.5-1",
    model: "M/M/1 retrial queue, load 0.5, mean pause 1",
    metric: "mean time until served",
    expected: 3,
    source: "Falin & Templeton, Retrial Queues (Chapman & Hall 1997) s1.2: 1 + load / (1 - load) (1 + pause)",
  },
  {
    id: "k-of-n-2-3-0.9",
    model: "quorum of 2 of 3 copies, each up 90 % of the time",
    metric: "unavailability",
    expected: 1 - (3 * 0.9 ** 2 - 2 * 0.9 ** 3),
    source: "binomial: 3 A^2 - 2 A^3",
  },
  {
    id: "some-of-3",
    model: "three parallel calls, exponential, two are waited for",
    metric: "mean",
    expected: 1 / 3 + 1 / 2,
    source: "Renyi 1953: H_n - H_(n-k)",
  },
  {
    id: "sla-0.95",
    model: "external service, availability 0.95",
    metric: "share of requests that meet an outage",
    expected: 0.05,
    source: "Barlow & Proschan, Mathematical Theory of Reliability (Wiley 1965): MTTR / (MTBF + MTTR)",
  },
];

const full = { queueLimit: 0 };
const calls = 40_000;

export const pieces: readonly Experiment[] = [
  {
    id: "overflow",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(8), s: server(exponential(1), 10, full), t: server(exponential(1), 5, full) },
        links: [
          ["c", "s", {}, { fallback: { to: { type: "link", link: "c-t" } } }],
          ["c", "t", { weight: 0 }],
        ],
        seed,
      }),
    warmUpMs: 50,
    spanMs: calls / 8,
    figures: [
      { caseId: "overflow-10-8", type: "mean", read: (reading) => reading.calls["c-t"] / reading.calls["c-s"] },
      { caseId: "overflow-10-5-8", type: "mean", read: ({ ok, failed }) => failed / (ok + failed) },
    ],
  },
  {
    id: "bulkhead",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(8), s: server(exponential(1), 1000) },
        links: [["c", "s", {}, { bulkhead: { maxConcurrent: 10 } }]],
        seed,
      }),
    warmUpMs: 50,
    spanMs: calls / 8,
    figures: [{ caseId: "bulkhead-10-8", type: "mean", read: ({ ok, failed }) => failed / (ok + failed) }],
  },
  {
    id: "function",
    topology: document(
      {
        c: arrivals(8),
        s: [
          "function",
          { concurrency: 10, serviceTime: constant(1), coldStart: constant(0), burstInstances: 100_000, burstPeriodMs: 1, timeLimitMs: 0 },
        ],
      },
      [["c", "s"]],
    ),
    warmUpMs: 50,
    spanMs: calls / 8,
    figures: [{ caseId: "function-10-8", type: "mean", read: ({ ok, failed }) => failed / (ok + failed) }],
  },
  {
    id: "token-bucket",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(2), s: passing() },
        links: [["c", "s", {}, { rateLimit: { limiter: { type: "token-bucket", ratePerSecond: 1000, burst: 1 } } }]],
        seed,
      }),
    warmUpMs: 50,
    spanMs: calls / 2,
    figures: [{ caseId: "token-bucket-1-2", type: "mean", read: ({ ok, failed }) => ok / (ok + failed) }],
  },
  {
    id: "fixed-window",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(1), s: passing() },
        links: [["c", "s", {}, { rateLimit: { limiter: { type: "fixed-window", limit: 8, windowMs: 10 } } }]],
        seed,
      }),
    warmUpMs: 50,
    spanMs: calls,
    figures: [{ caseId: "fixed-window-10-8", type: "mean", read: ({ ok, failed }) => ok / (ok + failed) }],
  },
  {
    id: "retrial",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(0.5), s: server(exponential(1), 1, full) },
        links: [["c", "s", {}, { retry: { maxAttempts: 100, baseMs: 1, factor: 1, jitter: "exponential" } }]],
        seed,
      }),
    warmUpMs: 200,
    spanMs: calls,
    figures: [{ caseId: "retrial-0.5-1", type: "mean", read: ({ latency }) => latency.mean() }],
  },
  {
    id: "k-of-n",
    topology: (seed) =>
      build({
        nodes: { c: arrivals(1), s: ["quorum-store", { nodes: 3, copies: 3, readQuorum: 2, readTime: constant(0), hop: constant(0) }] },
        links: [["c", "s"]],
        faults: [{ id: "f", type: "random-crashes", target: { type: "node", id: "s" }, startMs: 0, params: { mtbfMs: 9, mttrMs: 1 } }],
        seed,
      }),
    warmUpMs: 100,
    spanMs: calls,
    figures: [{ caseId: "k-of-n-2-3-0.9", type: "mean", read: ({ ok, failed }) => failed / (ok + failed) }],
  },
  {
    id: "some-of-n",
    topology: document(
      {
        c: arrivals(1),
        s: passing({ steps: [{ type: "parallel", wait: "some", successes: 2 }] }),
        x: server(exponential(1), 1, { work: "infinite" }),
        y: server(exponential(1), 1, { work: "infinite" }),
        z: server(exponential(1), 1, { work: "infinite" }),
      },
      [
        ["c", "s"],
        ["s", "x"],
        ["s", "y"],
        ["s", "z"],
      ],
    ),
    warmUpMs: 50,
    spanMs: calls / 4,
    figures: [{ caseId: "some-of-3", type: "mean", read: ({ latency }) => latency.mean() }],
  },
  {
    id: "sla",
    topology: document({ c: arrivals(1), s: ["external", { latency: constant(0), availabilityRatio: 0.95, repairMs: 1 }] }, [["c", "s"]]),
    warmUpMs: 500,
    spanMs: calls,
    figures: [{ caseId: "sla-0.95", type: "mean", read: ({ ok, failed }) => failed / (ok + failed) }],
  },
];
