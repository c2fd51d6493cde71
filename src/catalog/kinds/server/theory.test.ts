import { describe, expect, it } from "vitest";
import type { RunResult } from "../../../lab/result";
import { build, exponentialServer, poisson, run } from "../../../testing/build";
import { interval } from "../../../testing/queueing-theory";
import { binomialMargin, even } from "../../../testing/timeline";
import type { Topology } from "../../../topology/schema";

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);

/** The expected value lies in the 99.9 % interval of twenty runs, and the interval is narrow enough to mean something. */
function agree(topology: Topology, measure: (result: RunResult) => number, expected: number, atMost: number) {
  const runs = SEEDS.map((seed) => run({ ...topology, run: { ...topology.run, seed } }));
  const measured = interval(runs.map(measure));
  expect(measured.halfWidthRatio).toBeLessThan(atMost);
  expect(measured.low).toBeLessThanOrEqual(expected);
  expect(measured.high).toBeGreaterThanOrEqual(expected);
}
const mean = (result: RunResult) => result.latencyMs.mean as number;
const shared = (serviceTime: object, cores: number) => exponentialServer(10, 100_000, { work: "sharing", cores, serviceTime });

describe("servers and theory, 20 runs, 99.9 % intervals", { timeout: 90_000 }, () => {
  it.each([
    ["exponential", { type: "exponential", meanMs: 10 }],
    ["constant", { type: "constant", valueMs: 10 }],
    ["hyperexponential, cv 3", { type: "hyperexponential", meanMs: 10, cv: 3 }],
  ])("M/G/1 with processor sharing at 70 %%, %s: the mean time minds only the mean (Kleinrock 1967)", (_, serviceTime) => {
    const topology = build({ nodes: { c: poisson(70), s: shared(serviceTime, 1) }, links: [["c", "s"]], durationMs: 400_000 });
    agree(topology, mean, 10 / (1 - 0.7), 0.08);
  });

  it("the cores of a server that shares them are as busy as its load says", () => {
    const topology = build({
      nodes: { c: poisson(240), s: shared({ type: "exponential", meanMs: 10 }, 4) },
      links: [["c", "s"]],
      durationMs: 100_000,
    });
    agree(topology, ({ nodes }) => nodes.s.utilisationRatio, 0.6, 0.01);
  });

  it("a collector slows what shares its heap: a birth and death chain with the pace of each state", () => {
    const [ratePerMs, slots, heap, ratio] = [0.22, 30, 40, 0.2];
    const donePerMs = (n: number) => Math.min(n, 4) / 10 / (1 + (ratio * Math.min(n, slots)) / (heap - Math.min(n, slots)));
    const weights = [1];
    for (let n = 1; n <= 200; n++) weights.push(weights[n - 1] * (ratePerMs / donePerMs(n)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const inSystem = weights.reduce((sum, weight, n) => sum + n * weight, 0) / total;
    const topology = build({
      nodes: { c: poisson(1000 * ratePerMs), s: shared({ type: "exponential", meanMs: 10 }, 4) },
      links: [["c", "s"]],
      durationMs: 200_000,
    });
    Object.assign(topology.nodes[1].config, { slots, heapRequests: heap, collectorRatio: ratio });
    agree(topology, mean, inSystem / ratePerMs, 0.02);
  });

  it("the first of three exponential answers takes a third of the time of one", () => {
    const back = exponentialServer(30, 100_000);
    const topology = build({
      nodes: { c: poisson(50), s: ["server", { work: "infinite", steps: [{ type: "parallel", wait: "any" }] }], a: back, b: back, d: back },
      links: [
        ["c", "s"],
        ["s", "a"],
        ["s", "b"],
        ["s", "d"],
      ],
      durationMs: 100_000,
    });
    agree(topology, mean, 10, 0.02);
  });

  it("two of three exponential answers take (1/3 + 1/2) of it, all three (1/3 + 1/2 + 1)", () => {
    const back = exponentialServer(30, 100_000);
    const topology = (step: object) =>
      build({
        nodes: { c: poisson(50), s: ["server", { work: "infinite", steps: [step] }], a: back, b: back, d: back },
        links: [
          ["c", "s"],
          ["s", "a"],
          ["s", "b"],
          ["s", "d"],
        ],
        durationMs: 100_000,
      });
    agree(topology({ type: "parallel", wait: "some", successes: 2 }), mean, 25, 0.02);
    agree(topology({ type: "parallel", wait: "all" }), mean, 55, 0.02);
  });

  it("3 of 5 that fail one time in four succeed as the binomial says", () => {
    const ids = ["a", "b", "d", "e", "f"];
    const { requests } = run(
      build({
        nodes: {
          c: even(1000),
          s: [
            "server",
            { work: "infinite", serviceTime: { type: "constant", valueMs: 0 }, steps: [{ type: "parallel", wait: "some", successes: 3 }] },
          ],
          ...Object.fromEntries(ids.map((id) => [id, ["external", { errorRatio: 0.25 }] as [string, object]])),
        } as never,
        links: [["c", "s"], ...ids.map((id): [string, string] => ["s", id])],
        durationMs: 41_000,
      }),
    );
    const p = 0.25;
    const works = (1 - p) ** 5 + 5 * p * (1 - p) ** 4 + 10 * p ** 2 * (1 - p) ** 3;
    const ended = requests.ok + requests.failed;
    expect(ended).toBeGreaterThan(40_000);
    expect(Math.abs(requests.ok - ended * works)).toBeLessThan(binomialMargin(ended, works));
  });

  it("fork and join of two M/M/1: (12 - load) / 8 of the time in one (Flatto and Hahn 1984)", () => {
    const topology = build({
      nodes: {
        c: poisson(70),
        s: ["server", { work: "infinite", steps: [{ type: "parallel" }] }],
        a: exponentialServer(10),
        b: exponentialServer(10),
      },
      links: [
        ["c", "s"],
        ["s", "a"],
        ["s", "b"],
      ],
      durationMs: 600_000,
    });
    agree(topology, mean, ((12 - 0.7) / 8) * (10 / 0.3), 0.06);
  });

  it("M/M/1 at 75 % with two priorities: waits after Cobham, in the mean the same as without", () => {
    const client = (name: string, ratePerSecond: number, priority: number) => poisson(ratePerSecond, [{ name, priority }]);
    const topology = build({
      nodes: { high: client("high", 30, 1), low: client("low", 45, 0), s: exponentialServer(10, 1, { discipline: "priority" }) },
      links: [
        ["high", "s"],
        ["low", "s"],
      ],
      durationMs: 600_000,
    });
    const waitOf =
      (link: string) =>
      ({ links }: RunResult) =>
        (links[link].latencyMs.mean as number) - 10;
    agree(topology, waitOf("high-s"), 7.5 / (1 - 0.3), 0.06);
    agree(topology, waitOf("low-s"), 7.5 / ((1 - 0.3) * (1 - 0.75)), 0.08);
    agree(topology, ({ nodes }) => nodes.s.waitMs.mean as number, 30, 0.08);
  });

  it("M/G/infinity: as many are there as come in one service time, however spread", () => {
    const topology = build({
      nodes: { c: poisson(500), s: exponentialServer(10, 1, { work: "infinite", serviceTime: { type: "lognormal", meanMs: 100, cv: 2 } }) },
      links: [["c", "s"]],
      durationMs: 100_000,
    });
    agree(topology, ({ nodes }) => nodes.s.inSystem, 50, 0.03);
  });
});
