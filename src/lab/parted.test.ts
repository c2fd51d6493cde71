import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../testing/build";
import { exponential } from "../testing/stage";

type Config = Record<string, unknown>;

/** What has replicas that may lie in several zones. */
const SPREAD = ["g", "s", "k", "db", "x", "q", "w", "qs"] as const;
const spans = fc.record({ startMs: fc.integer({ min: 0, max: 2000 }), durationMs: fc.integer({ min: 1, max: 1500 }) });
const boundaryFault = fc
  .record({
    type: fc.constantFrom("partition", "zone-outage", "link-latency", "pause"),
    id: fc.constantFrom("a", "b", "z", "r"),
    span: spans,
  })
  .map(({ type, id, span }): Config => ({ type, target: { type: "boundary", id }, params: {}, ...span }));
const stop = fc
  .record({
    id: fc.constantFrom(...SPREAD),
    order: fc.constantFrom("together", "rolling"),
    graceMs: fc.integer({ min: 0, max: 200 }),
    span: spans,
  })
  .map(
    ({ id, order, graceMs, span }): Config => ({
      type: "graceful-stop",
      target: { type: "node", id },
      params: { order, graceMs, bootMs: 100 },
      ...span,
    }),
  );
const half = fc
  .record({ type: fc.constantFrom("crash", "pause"), id: fc.constantFrom(...SPREAD), span: spans })
  .map(({ type, id, span }): Config => ({ type, target: { type: "node", id, percent: 50 }, params: {}, ...span }));
const protocol = fc.constantFrom<Config>({ type: "tcp" }, { type: "http1" }, { type: "http2" }, { type: "http2", picks: "first" });

const operations = ["read", "write"].map((access) => ({ name: access, access, key: { type: "uniform", keys: 20 } }));
const client: [string, Config] = ["client", { traffic: { type: "open", profile: { type: "steady", ratePerSecond: 60 } }, operations }];

/** One of everything that has replicas, in zones, whose faults part, stop and kill them. */
const documents = fc
  .record({
    zones: fc.array(fc.constantFrom(["a", "b", "z"], ["z", "a"], ["b"], []), { minLength: SPREAD.length, maxLength: SPREAD.length }),
    spoken: fc.array(protocol, { minLength: 6, maxLength: 6 }),
    faults: fc.array(fc.oneof(boundaryFault, boundaryFault, stop, half), { minLength: 1, maxLength: 5 }),
    readFrom: fc.constantFrom("primary", "nearest", "any", "primary-preferred"),
    replication: fc.constantFrom("asynchronous", "synchronous", "quorum"),
    fencing: fc.boolean(),
    acks: fc.constantFrom("all", "1", "0"),
    storage: fc.constantFrom<Config>({ type: "classic" }, { type: "quorum", members: 3, electionMs: 100 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ zones, spoken, faults, readFrom, replication, fencing, acks, storage, seed }) => {
    const over = (i: number): Config => ({ protocol: spoken[i] });
    return build({
      nodes: {
        c: client,
        d: client,
        lb: ["load-balancer", { ownZoneFirst: true, redispatches: 1, healthCheck: { intervalMs: 200, timeoutMs: 100, fall: 2, rise: 1 } }],
        g: ["api-gateway", { replicas: 3 }],
        s: ["server", { replicas: 3, slots: 5, serviceTime: exponential(5) }],
        k: ["cache", { capacity: 10 }],
        db: [
          "database",
          {
            standbys: 2,
            replication,
            readFrom,
            failover: { enabled: true, heartbeatMs: 100, ttlMs: 300, electionMs: 50, retryMs: 100, fencing },
          },
        ],
        x: [
          "log",
          { partitions: 4, brokerSessionMs: 300, brokerHeartbeatMs: 100, sessionMs: 500, heartbeatMs: 100, deliveryTimeoutMs: 1000, acks },
        ],
        q: ["queue", { heartbeatMs: 300, storage }],
        w: ["worker", { replicas: 3, serviceTime: exponential(5) }],
        v: ["worker", { replicas: 2, serviceTime: exponential(5) }],
        qs: ["quorum-store", { nodes: 4 }],
      },
      links: [
        ["c", "lb", over(0), { timeout: { perTryMs: 300, overallMs: 500 }, retry: {} }],
        ["d", "g", over(1)],
        ["lb", "s", over(2)],
        ["g", "s", over(2), { timeout: { perTryMs: 300 }, hedging: {} }],
        ["s", "k", over(3)],
        ["k", "db", over(4)],
        ["s", "x"],
        ["s", "q", over(5)],
        ["x", "w"],
        ["q", "v"],
        ["w", "qs", over(5)],
      ],
      boundaries: {
        r: { members: [] },
        a: { members: ["c", "lb"], crossLatencyMs: 1, parent: "r" },
        b: { members: ["v"], crossLatencyMs: 2, parent: "r" },
        z: { members: ["d"], crossLatencyMs: 3 },
      },
      zones: Object.fromEntries(SPREAD.map((id, i) => [id, zones[i]])),
      faults: faults.map((fault, i) => ({ id: `f${i}`, ...fault })),
      seed,
      durationMs: 3500,
    });
  });

describe("replicas over zones that are parted, stopped and killed", () => {
  it("conserve requests at every look, and repeat", () => {
    fc.assert(
      fc.property(documents, (topology) => {
        const session = sessionOf(topology);
        for (const ms of [700, 1500, 2500, 3500]) {
          session.advance(ms, Number.POSITIVE_INFINITY);
          const { issued, ok, failed, inFlight } = session.result().requests;
          expect(ok + failed + inFlight).toBe(issued);
        }
        expect(run(topology).runHash).toBe(session.result().runHash);
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});
