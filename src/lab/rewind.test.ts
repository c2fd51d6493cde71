import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson, run, sessionOf } from "../testing/build";
import { crowdedTopologyArbitrary } from "../testing/crowded-topologies";
import { lawRuns, lawSeed } from "../testing/law-runs";
import { hurried } from "../testing/scaling-stage";
import type { Topology } from "../topology/schema";

const MEGABYTE = 1 << 20;
const toEnd = (session: ReturnType<typeof sessionOf>) => session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);

const shop = (): Topology =>
  build({
    nodes: {
      c: poisson(200, [
        { name: "read", weight: 3, key: { type: "zipf", keys: 500, exponent: 1 } },
        { name: "write", weight: 1, access: "write" },
      ]),
      lb: ["load-balancer", { algorithm: "round-robin", redispatches: 1 }],
      s: exponentialServer(10, 4, { replicas: 3, queueLimit: 20 }),
      cache: ["cache", { capacity: 100 }],
      db: ["database", { standbys: 2, readFrom: "any" }],
      q: ["queue", { prefetch: 4 }],
      w: exponentialServer(15, 4, { replicas: 2, autoscaling: hurried({ metric: { type: "queueLength", target: 1 } }) }),
    },
    links: [
      ["c", "lb", { latency: { type: "exponential", meanMs: 2 } }, { timeout: { perTryMs: 200 }, retry: { jitter: "full" } }],
      ["lb", "s"],
      ["s", "cache", { lossRatio: 0.01 }, { timeout: { perTryMs: 100 }, circuitBreaker: { minimumCalls: 20, openMs: 2000 } }],
      ["cache", "db"],
      ["s", "q"],
      ["q", "w"],
    ],
    faults: [
      { id: "f1", type: "crash", target: { type: "node", id: "s", replicas: [0] }, startMs: 2000, durationMs: 8000 },
      { id: "f2", type: "pause", target: { type: "node", id: "db" }, startMs: 5000, durationMs: 3000 },
      {
        id: "f3",
        type: "restart-loop",
        target: { type: "node", id: "w" },
        startMs: 9000,
        durationMs: 6000,
        params: { runsMs: 400, backOffMs: 300 },
      },
      { id: "f4", type: "graceful-stop", target: { type: "node", id: "s" }, startMs: 11_000, params: { order: "rolling", bootMs: 500 } },
    ],
    durationMs: 20_000,
  });

describe("snapshots and going back", () => {
  it("from any past moment on, all happens again as it did, to the last figure", () => {
    const whole = run(shop());
    const session = sessionOf(shop());
    session.keepSnapshots(256 * MEGABYTE);
    toEnd(session);
    expect(session.result()).toEqual(whole);
    for (const backMs of [19_999.5, 12_345.6, 6000, 1999.9, 300, 0]) {
      session.rewind(backMs);
      expect(session.nowMs()).toBe(backMs);
      session.advance(backMs + 700, 1000);
      toEnd(session);
      expect(session.result()).toEqual(whole);
    }
  }, 30_000);

  it("a moment gone back to shows what was shown then", () => {
    const session = sessionOf(shop());
    session.keepSnapshots(256 * MEGABYTE);
    session.advance(7300, Number.POSITIVE_INFINITY);
    const then = session.frame();
    session.advance(15_000, Number.POSITIVE_INFINITY);
    session.frame();
    session.rewind(7300);
    expect(session.frame()).toEqual(then);
  });

  it(
    "random topologies with random faults go back exactly",
    () => {
      fc.assert(
        fc.property(crowdedTopologyArbitrary, fc.double({ min: 0, max: 0.99, noNaN: true }), (topology, share) => {
          const durationMs = Math.min(topology.run.durationMs, 3000);
          const short = { ...topology, run: { ...topology.run, durationMs } };
          const session = sessionOf(short);
          session.keepSnapshots(64 * MEGABYTE);
          session.advance(durationMs, 200_000);
          if (!session.finished()) return;
          const whole = session.result();
          session.rewind(share * durationMs);
          toEnd(session);
          expect(session.result()).toEqual(whole);
        }),
        { numRuns: lawRuns(60), seed: lawSeed(7), endOnFailure: true },
      );
    },
    1000 * lawRuns(60),
  );

  it("a fault added later comes again after going back to a time before it, and one that was ended ends again", () => {
    const base: Topology = { ...shop(), faults: [] };
    const session = sessionOf(base);
    session.keepSnapshots(256 * MEGABYTE);
    session.advance(6400.5, Number.POSITIVE_INFINITY);
    const crash = { id: "live", type: "crash", target: { type: "node", id: "s", replicas: [1] }, params: {} } as const;
    const fault = session.inject(crash as never);
    session.advance(9000, Number.POSITIVE_INFINITY);
    const endMs = session.clear("live");
    session.advance(10_000, Number.POSITIVE_INFINITY);
    session.rewind(3000);
    toEnd(session);
    const faults = [{ ...fault, durationMs: endMs - fault.startMs } as never];
    expect(session.result().runHash).toBe(run({ ...base, faults }).runHash);
  });

  it("keeps within its budget by keeping fewer moments, and still reaches the first", () => {
    const session = sessionOf(shop());
    session.keepSnapshots(4 * MEGABYTE);
    toEnd(session);
    const whole = session.result();
    expect(session.earliestMs()).toBe(0);
    session.rewind(10_500);
    toEnd(session);
    expect(session.result()).toEqual(whole);
  });
});
