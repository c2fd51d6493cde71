import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson, run, sessionOf } from "../testing/build";
import { crowdedTopologyArbitrary } from "../testing/crowded-topologies";
import { lawRuns, lawSeed } from "../testing/law-runs";

const everything = () =>
  build({
    nodes: {
      c: poisson(200, [
        { name: "read", weight: 3, key: { type: "zipf", keys: 500, exponent: 1 } },
        { name: "write", weight: 1, access: "write" },
      ]),
      lb: ["load-balancer", { redispatches: 1 }],
      s: exponentialServer(10, 4, { replicas: 3, queueLimit: 20 }),
      cache: ["cache", { capacity: 100 }],
      db: ["database", { standbys: 2, readFrom: "any" }],
      q: ["queue", { prefetch: 4 }],
      w: exponentialServer(15, 4, { replicas: 2 }),
    },
    links: [
      ["c", "lb", { latency: { type: "exponential", meanMs: 2 } }, { timeout: { perTryMs: 200 }, retry: {} }],
      ["lb", "s"],
      ["s", "cache", { lossRatio: 0.01 }, { timeout: { perTryMs: 100 }, circuitBreaker: { minimumCalls: 20, openMs: 2000 } }],
      ["cache", "db"],
      ["s", "q"],
      ["q", "w"],
    ],
    faults: [
      { id: "f1", type: "crash", target: { type: "node", id: "s", replicas: [0] }, startMs: 2000, durationMs: 8000 },
      { id: "f2", type: "pause", target: { type: "node", id: "db" }, startMs: 5000, durationMs: 3000 },
      { id: "f3", type: "crash", target: { type: "node", id: "w" }, startMs: 9000, durationMs: 4000 },
      { id: "f4", type: "slow", target: { type: "node", id: "s" }, startMs: 12_000, durationMs: 2000, params: { factor: 4 } },
      { id: "f5", type: "partition", target: { type: "link", id: "s-q" }, startMs: 14_000, durationMs: 1500 },
    ],
    durationMs: 20_000,
  });

describe("promises of every run", () => {
  it("issued = ok + failed + in flight at every instant, and time never goes back", () => {
    const session = sessionOf(everything());
    let last = 0;
    while (!session.finished()) {
      session.advance(session.nowMs() + 37, Number.POSITIVE_INFINITY);
      const frame = session.frame();
      expect(frame.issued).toBe(frame.ok + frame.failed + frame.inFlight);
      expect(frame.inFlight).toBeGreaterThanOrEqual(0);
      expect(frame.nowMs).toBeGreaterThan(last);
      last = frame.nowMs;
    }
    const { requests } = session.result();
    const reasons = Object.values(requests.failuresByReason).reduce((sum, count) => sum + count, 0);
    expect(reasons).toBe(requests.failed);
    expect(requests.ok).toBeGreaterThan(0);
    expect(requests.failed).toBeGreaterThan(0);
  });

  it("the same file and seed give the same hash, however the run is sliced and watched", () => {
    const whole = run(everything());
    const sliced = sessionOf(everything());
    sliced.sampleHops(4);
    while (!sliced.finished()) {
      sliced.advance(sliced.nowMs() + 13.7, 50);
      sliced.frame();
      sliced.step();
    }
    expect(sliced.result().runHash).toBe(whole.runHash);
    expect(sliced.result()).toEqual(whole);
    const other = everything();
    expect(run({ ...other, run: { ...other.run, seed: 2 } }).runHash).not.toBe(whole.runHash);
  });

  it("a fault injected while running leaves a document that reproduces the run", () => {
    const base = { ...everything(), faults: [] };
    const live = sessionOf(base);
    live.advance(3333.3, Number.POSITIVE_INFINITY);
    const crash = { id: "live", type: "crash", target: { type: "node", id: "s", replicas: [1] }, params: {} } as const;
    const fault = live.inject(crash as never);
    live.advance(7777.7, Number.POSITIVE_INFINITY);
    const endMs = live.clear("live");
    live.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const replayed = run({ ...base, faults: [{ ...fault, durationMs: endMs - fault.startMs } as never] });
    expect(replayed.runHash).toBe(live.result().runHash);
  });

  it("another node far from the traffic leaves every draw alone", () => {
    const before = build({ nodes: { c: poisson(50), s: exponentialServer(10) }, links: [["c", "s"]], durationMs: 5000 });
    const after = build({
      nodes: { other: exponentialServer(5), c: poisson(50), s: exponentialServer(10) },
      links: [["c", "s"]],
      durationMs: 5000,
    });
    expect(run(after).runHash).toBe(run(before).runHash);
  });

  it("Little's law and the utilisation law hold to 1e-9", () => {
    const session = sessionOf(build({ nodes: { c: poisson(70), s: exponentialServer(10) }, links: [["c", "s"]], durationMs: 30_000 }));
    session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    const { nodes, durationMs } = session.result();
    const { s } = nodes;
    const inside = s.arrivals - s.ok - s.failed;
    expect(inside).toBe(0);
    const byLittle = (s.arrivals / durationMs) * (s.latencyMs.mean as number);
    expect(Math.abs(s.inSystem / byLittle - 1)).toBeLessThan(1e-9);
    expect(Math.abs(s.utilisationRatio - (s.inSystem - s.queueLength))).toBeLessThan(1e-9);
  });

  it(
    "random topologies with random faults conserve requests and reproduce themselves",
    () => {
      fc.assert(
        fc.property(crowdedTopologyArbitrary, (topology) => {
          const short = { ...topology, run: { ...topology.run, durationMs: Math.min(topology.run.durationMs, 3000) } };
          const first = sessionOf(short);
          while (!first.finished()) {
            first.advance(first.nowMs() + 500, 20_000);
            const frame = first.frame();
            expect(frame.issued).toBe(frame.ok + frame.failed + frame.inFlight);
            if (frame.events > 200_000) return;
          }
          expect(run(short).runHash).toBe(first.result().runHash);
          for (const node of Object.values(first.result().nodes)) {
            expect(node.arrivals).toBeGreaterThanOrEqual(node.ok + node.failed);
          }
        }),
        { numRuns: lawRuns(60), seed: lawSeed(42), endOnFailure: true },
      );
    },
    1000 * lawRuns(60),
  );
});
