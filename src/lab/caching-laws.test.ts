import "../topology/all-behaviours";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INSIDE } from "../engine/meter";
import { Sim } from "../engine/sim";
import { build, run, sessionOf } from "../testing/build";
import { Census } from "../testing/census";
import { compile } from "../topology/compile";
import type { Topology } from "../topology/schema";

type Config = Record<string, unknown>;
const RUNS = 60;
const STRIDE = 37;
/** Nobody asks any more from here on [ms]; all that was asked for ends long before the run does. */
const QUIET_MS = 1200;
const DURATION_MS = 8000;
const MEGABYTE = 1 << 20;

const upTo = (max: number, min = 1) => fc.integer({ min, max });
const exponential = (max: number) => upTo(max).map((meanMs) => ({ type: "exponential", meanMs }));
const caching = {
  capacity: upTo(12),
  eviction: fc.constantFrom("lru", "lfu", "fifo", "random", "sampled-lru").map((type) => ({ type })),
  ttlMs: upTo(150),
  ttlJitterRatio: fc.constantFrom(0, 0.5),
  singleFlight: fc.boolean(),
  staleWhileRevalidateMs: upTo(150, 0),
  staleIfErrorMs: upTo(150, 0),
};
const fault = fc.record({
  type: fc.constantFrom("crash", "pause", "cache-flush", "graceful-stop", "errors", "slow"),
  id: fc.constantFrom("edge", "near", "db"),
  startMs: upTo(QUIET_MS),
  durationMs: upTo(300),
  replica: fc.boolean(),
});
/** Only what keeps entries can be flushed; an error fault at a time is enough for the store behind. */
const planned = (list: readonly (typeof fault extends fc.Arbitrary<infer F> ? F : never)[]): Config[] =>
  list
    .filter(({ type, id }) => type !== "cache-flush" || id !== "db")
    .map(({ type, id, startMs, durationMs, replica }, i) => ({
      id: `f${i}`,
      type,
      target: { type: "node", id, ...(replica ? { replicas: [0] } : {}) },
      startMs,
      durationMs,
      ...(type === "errors" ? { params: { ratio: 0.7 } } : {}),
    }));

/** Readers and writers of few keys, some in a region; a CDN, a cache and a store one behind the other. */
const layered: fc.Arbitrary<Topology> = fc
  .record({
    edge: fc.record({
      ...caching,
      pops: upTo(3),
      edgeTime: exponential(3),
      shield: fc.option(fc.record({ capacity: upTo(12), latency: exponential(10) }), { nil: undefined }),
    }),
    near: fc.record({
      ...caching,
      shards: upTo(3),
      slots: upTo(3),
      lookupTime: exponential(3),
      writes: fc.constantFrom("behind", "through", "behind", "around"),
      flushIntervalMs: upTo(400),
      flushKeys: upTo(30),
      batchKeys: upTo(4),
    }),
    faults: fc.array(fault, { minLength: 2, maxLength: 6 }),
    timeoutMs: upTo(60, 10),
    protocol: fc.constantFrom("tcp", "http1", "http2"),
    seed: upTo(1_000_000),
  })
  .map(({ edge, near, faults, timeoutMs, protocol, seed }) => {
    const client = (ratePerSecond: number): [string, Config] => [
      "client",
      {
        traffic: {
          type: "open",
          profile: {
            type: "steps",
            steps: [
              { atMs: 0, ratePerSecond },
              { atMs: QUIET_MS, ratePerSecond: 0 },
            ],
          },
        },
        operations: [
          { name: "read", weight: 4, key: { type: "zipf", keys: 30, exponent: 1 } },
          { name: "write", access: "write", key: { type: "uniform", keys: 30 } },
        ],
      },
    ];
    const impatient = { timeout: { perTryMs: timeoutMs, overallMs: 0 } };
    const spoken = { protocol: { type: protocol } };
    return build({
      nodes: {
        a: client(300),
        b: client(300),
        edge: ["cdn", edge],
        near: ["cache", near],
        db: ["server", { replicas: 2, slots: 4, queueLimit: 20, serviceTime: { type: "exponential", meanMs: 8 } }],
      },
      links: [
        ["a", "edge", spoken, impatient],
        ["b", "edge", {}, { retry: { maxAttempts: 2 } }],
        ["edge", "near", spoken, impatient],
        ["near", "db", spoken, impatient],
      ],
      boundaries: { region: { members: ["a"] } },
      faults: planned(faults),
      seed,
      durationMs: DURATION_MS,
    });
  });

describe("caches behind caches, over random settings and faults", { timeout: 120_000 }, () => {
  it("conserve requests at every instant, and keep nothing once all is quiet", () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(layered, (topology) => {
        const sim = new Sim(compile(topology));
        const { meter, plan, calls } = sim;
        const look = () => {
          const census = new Census(sim);
          for (const { index } of plan.nodes) expect(census.inside[index]).toBe(meter.node(index, INSIDE));
          expect(census.live).toBe(calls.live);
          expect(meter.totals.issued).toBe(meter.totals.ok + meter.totals.failed + meter.inFlight());
        };
        while (!sim.run(DURATION_MS, STRIDE)) look();
        look();
        expect(calls.live).toBe(0);
        const { nodes } = run(topology);
        expect([nodes.edge.gauges.waiting, nodes.near.gauges.waiting, nodes.near.gauges.unflushed]).toEqual([0, 0, 0]);
        for (const id of ["edge", "near"]) {
          for (const [figure, value] of Object.entries(nodes[id].figures)) {
            seen[`${id} ${figure}`] = (seen[`${id} ${figure}`] ?? 0) + (value !== null && value > 0 ? 1 : 0);
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true, seed: 1 },
    );
    // A property that hardly ever applies proves nothing.
    for (const times of Object.values(seen)) expect(times, JSON.stringify(seen)).toBeGreaterThanOrEqual(4);
  });

  it("go back exactly", () => {
    fc.assert(
      fc.property(layered, fc.double({ min: 0, max: 1, noNaN: true }), (topology, share) => {
        const whole = run(topology);
        const session = sessionOf(topology);
        session.keepSnapshots(64 * MEGABYTE);
        session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
        session.rewind(share * QUIET_MS);
        session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
        expect(session.result()).toEqual(whole);
      }),
      { numRuns: RUNS / 2, endOnFailure: true, seed: 2 },
    );
  });
});
