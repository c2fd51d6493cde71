import { describe, expect, it } from "vitest";
import type { RunResult } from "../lab/result";
import { build, exponentialServer, poisson, run } from "../testing/build";
import { erlangC, interval, mg1Wait, mmckBlocking, mmcSojourn } from "../testing/queueing-theory";
import type { Topology } from "../topology/schema";

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
/** Requests per replication; the empty start weighs less than a thousandth of the run. */
const REQUESTS = 40_000;

function replicate(topology: Topology, ratePerSecond: number): RunResult[] {
  const durationMs = (1000 * REQUESTS) / ratePerSecond;
  return SEEDS.map((seed) => run({ ...topology, run: { seed, durationMs } }));
}

const over = (results: readonly RunResult[], measure: (result: RunResult) => number) => interval(results.map(measure));

/** The expected value lies in the 99.9 % interval, and the interval is narrow enough to mean something. */
function agree(measured: ReturnType<typeof interval>, expected: number, atMost: number) {
  expect(measured.halfWidthRatio).toBeLessThan(atMost);
  expect(measured.low).toBeLessThanOrEqual(expected);
  expect(measured.high).toBeGreaterThanOrEqual(expected);
}

const mean = (result: RunResult) => result.latencyMs.mean as number;

describe("queueing theory, 20 replications, 99.9 % intervals", { timeout: 60_000 }, () => {
  it("M/M/1 at 80 %: mean time in system", () => {
    const topology = build({ nodes: { c: poisson(80), s: exponentialServer(10) }, links: [["c", "s"]] });
    agree(over(replicate(topology, 80), mean), mmcSojourn(1, 0.08, 0.1), 0.06);
  });

  it("M/M/1 at 50 %: the 99th percentile of time in system", () => {
    const topology = build({ nodes: { c: poisson(50), s: exponentialServer(10) }, links: [["c", "s"]] });
    const p99 = over(replicate(topology, 50), (result) => result.latencyMs.p99 as number);
    // The histogram's buckets are 0.8 % wide; the interval is far wider than half of one.
    agree(p99, -Math.log(0.01) / (0.1 - 0.05), 0.05);
  });

  it("M/M/4 at 90 %: mean time, and the share of time all slots are busy shows as utilisation", () => {
    const topology = build({ nodes: { c: poisson(360), s: exponentialServer(10, 4) }, links: [["c", "s"]] });
    const results = replicate(topology, 360);
    agree(over(results, mean), mmcSojourn(4, 0.36, 0.1), 0.1);
    agree(
      over(results, (result) => result.nodes.s.utilisationRatio),
      0.9,
      0.01,
    );
    agree(
      over(results, (result) => result.nodes.s.waitMs.mean as number),
      erlangC(4, 0.36, 0.1) / (0.4 - 0.36),
      0.15,
    );
  });

  it("M/M/3 at 80 % through a broker, prefetch 1: the wait is in its queue, and in no consumer's", () => {
    const topology = build({
      nodes: { c: poisson(240), q: ["queue", { publishMs: 0, prefetch: 1 }], s: exponentialServer(10, 1, { replicas: 3 }) },
      links: [
        ["c", "q"],
        ["q", "s"],
      ],
    });
    const results = replicate(topology, 240);
    agree(
      over(results, (result) => result.nodes.q.latencyMs.mean as number),
      mmcSojourn(3, 0.24, 0.1),
      0.06,
    );
    agree(
      over(results, (result) => result.nodes.q.waitMs.mean as number),
      erlangC(3, 0.24, 0.1) / (0.3 - 0.24),
      0.1,
    );
    expect(results.every((result) => result.nodes.s.waitMs.mean === 0)).toBe(true);
  });

  it("M/M/1 with retrials: who finds the server busy comes again", () => {
    const retry = { maxAttempts: 100, baseMs: 10, factor: 1, capMs: 1000, jitter: "exponential" };
    const topology = build({
      nodes: { c: poisson(50), s: exponentialServer(10, 1, { queueLimit: 0 }) },
      links: [["c", "s", {}, { retry }]],
    });
    const results = replicate(topology, 50);
    // Falin and Templeton, Retrial Queues, 1.2: load / (1 - load) * (1 + pause) service times in orbit.
    agree(over(results, mean), 10 * (1 + 1 + 1), 0.06);
    agree(
      over(results, (result) => result.nodes.s.utilisationRatio),
      0.5,
      0.02,
    );
    expect(results.every(({ requests }) => requests.failed === 0)).toBe(true);
  });

  it("M/M/1/10 at 90 %: the share rejected", () => {
    const topology = build({
      nodes: { c: poisson(90), s: exponentialServer(10, 1, { queueLimit: 9 }) },
      links: [["c", "s"]],
    });
    const blocked = over(replicate(topology, 90), (result) => result.nodes.s.failed / result.nodes.s.arrivals);
    agree(blocked, mmckBlocking(1, 10, 0.09, 0.1), 0.05);
  });

  it.each([
    ["constant", { type: "constant", valueMs: 10 }, 0],
    ["Erlang of 4 stages", { type: "erlang", meanMs: 10, stages: 4 }, 0.25],
    ["hyperexponential, cv 2", { type: "hyperexponential", meanMs: 10, cv: 2 }, 4],
    ["lognormal, cv 1", { type: "lognormal", meanMs: 10, cv: 1 }, 1],
    ["gamma, cv 0.5", { type: "gamma", meanMs: 10, cv: 0.5 }, 0.25],
    ["uniform", { type: "uniform", minMs: 0, maxMs: 20 }, 1 / 3],
  ])("M/G/1 at 70 %, %s: mean wait", (_name, serviceTime, scv) => {
    const topology = build({
      nodes: { c: poisson(70), s: exponentialServer(10, 1, { serviceTime }) },
      links: [["c", "s"]],
    });
    const wait = over(replicate(topology, 70), (result) => result.nodes.s.waitMs.mean as number);
    agree(wait, mg1Wait(0.07, 10, scv as number), 0.12);
  });

  it("two tiers in tandem at 70 % and 50 %: times add (Burke)", () => {
    const topology = build({
      nodes: {
        c: poisson(70),
        front: exponentialServer(10, 1, { blocking: false }),
        back: exponentialServer(20, 3, { blocking: false }),
      },
      links: [
        ["c", "front"],
        ["front", "back"],
      ],
    });
    agree(over(replicate(topology, 70), mean), mmcSojourn(1, 0.07, 0.1) + mmcSojourn(3, 0.07, 0.05), 0.05);
  });

  it("a random split over ten servers keeps each M/M/1; two choices beat it", () => {
    const topology = (algorithm: string) =>
      build({
        nodes: {
          c: poisson(800),
          lb: ["load-balancer", { algorithm, healthCheck: { enabled: false } }],
          s: exponentialServer(10, 1, { replicas: 10 }),
        },
        links: [
          ["c", "lb"],
          ["lb", "s"],
        ],
      });
    const measured = (algorithm: string) => over(replicate(topology(algorithm), 800), mean);
    agree(measured("random"), mmcSojourn(1, 0.08, 0.1), 0.1);
    // Mitzenmacher's limit for infinitely many servers is 19.47 ms; ten servers lie a little above it.
    const { mean: twoChoices } = measured("two-choices");
    expect(twoChoices).toBeGreaterThan(19.47);
    expect(twoChoices).toBeLessThan(22.5);
  });
});
