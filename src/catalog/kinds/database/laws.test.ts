import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVED } from "../../../engine/meter";
import { Sim } from "../../../engine/sim";
import { build, sessionOf } from "../../../testing/build";
import { at } from "../../../testing/timeline";
import { compile } from "../../../topology/compile";

type Config = Record<string, unknown>;
const exponential = (meanMs: number) => ({ type: "exponential", meanMs });
const DURATION_MS = 3000;

const design = fc.record({
  shards: fc.integer({ min: 1, max: 2 }),
  standbys: fc.integer({ min: 1, max: 3 }),
  connections: fc.integer({ min: 2, max: 30 }),
  waitTimeoutMs: fc.constantFrom(0, 20, 100),
  replication: fc.constantFrom("asynchronous", "synchronous", "quorum"),
  syncStandbys: fc.integer({ min: 1, max: 2 }),
  commitAfter: fc.constantFrom("received", "applied"),
  lag: fc.integer({ min: 1, max: 150 }).map(exponential),
  replay: fc.integer({ min: 1, max: 20 }).map(exponential),
  readFrom: fc.constantFrom("primary", "standbys", "any", "primary-preferred"),
  failover: fc.record({
    enabled: fc.constant(true),
    heartbeatMs: fc.constantFrom(50, 100),
    ttlMs: fc.constantFrom(150, 300),
    electionMs: fc.constantFrom(0, 30),
    retryMs: fc.constantFrom(0, 60, 100),
    maxLagBytes: fc.constantFrom(0, 5000, 1e9),
    fencing: fc.boolean(),
  }),
});
const fault = fc.record({
  type: fc.constantFrom("kill-leader", "isolate-leader", "crash", "pause", "stop-replication", "disk-full", "slow-disk", "pool-leak"),
  replica: fc.nat(),
  atMs: fc.integer({ min: 0, max: 2500 }),
  forMs: fc.integer({ min: 1, max: 1500 }),
});
type Fault = { type: string; replica: number; atMs: number; forMs: number };

const stormy = (config: Config, faults: readonly Fault[], seed: number, reads = 0) =>
  build({
    nodes: {
      c: [
        "client",
        {
          traffic: { type: "open", profile: { type: "steady", ratePerSecond: 200 } },
          operations: [
            { name: "write", access: "write", key: { type: "uniform", keys: 50 } },
            ...(reads > 0 ? [{ name: "read", weight: reads, key: { type: "uniform", keys: 50 } }] : []),
          ],
        },
      ],
      db: ["database", { readTime: exponential(5), writeTime: exponential(5), ...config }],
    },
    links: [["c", "db"]],
    faults: faults.map(({ type, replica, atMs, forMs }, i) => ({
      id: `f${i}`,
      type,
      target: {
        type: "node",
        id: "db",
        ...(type === "crash" || type === "pause"
          ? { replicas: [replica % ((config.shards as number) * (1 + (config.standbys as number)))] }
          : {}),
      },
      startMs: atMs,
      durationMs: forMs,
    })),
    seed,
    durationMs: DURATION_MS,
  });

const DB = 1;
/** What a law needs to see of a run. */
interface Inside {
  readonly shards: { readonly total: number; readonly leader: Int32Array; readonly of: Int32Array };
  readonly replication: {
    readonly log: { readonly end: Float64Array };
    readonly received: Float64Array;
    readonly acknowledged: Float64Array;
  };
  readonly failover: { readonly lostWrites: Float64Array; readonly failovers: Float64Array };
}
const sum = (numbers: Float64Array) => numbers.reduce((total, n) => total + n, 0);

describe("laws of databases, over random designs, faults and failovers", { timeout: 60_000 }, () => {
  it("what was acknowledged is in the leaders' logs or counted as lost; asynchronous, to the last write", () => {
    const seen = { lost: 0, failovers: 0 };
    fc.assert(
      fc.property(design, fc.array(fault, { minLength: 1, maxLength: 5 }), fc.nat(), (config, faults, seed) => {
        const sim = new Sim(compile(stormy({ ...config, replication: "asynchronous" }, faults, seed)));
        const { replication, failover } = sim.handlers[DB] as unknown as Inside;
        while (!sim.run(DURATION_MS, 100)) {
          expect(sum(replication.log.end) + failover.lostWrites[DB]).toBe(sim.meter.node(DB, SERVED));
        }
        seen.lost += failover.lostWrites[DB] > 0 ? 1 : 0;
        seen.failovers += failover.failovers[DB] > 0 ? 1 : 0;
      }),
      { numRuns: 80, seed: 1, endOnFailure: true },
    );
    expect(seen.lost).toBeGreaterThan(20);
    expect(seen.failovers).toBeGreaterThan(20);
  });

  it("versions never go back but by as much as is counted as lost", () => {
    let falls = 0;
    fc.assert(
      fc.property(design, fc.array(fault, { minLength: 1, maxLength: 5 }), fc.nat(), (config, faults, seed) => {
        const sim = new Sim(compile(stormy({ ...config, failover: { ...config.failover, fencing: true } }, faults, seed)));
        const { replication, failover, shards } = sim.handlers[DB] as unknown as Inside;
        const before = { acknowledged: replication.acknowledged.slice(), received: replication.received.slice(), lost: 0, failovers: 0 };
        while (!sim.run(DURATION_MS, 1)) {
          let fall = 0;
          for (let shard = 0; shard < shards.total; shard++)
            fall += Math.max(0, before.acknowledged[shard] - replication.acknowledged[shard]);
          const lost = failover.lostWrites[DB] - before.lost;
          if (fall !== lost) throw new Error(`${fall} acknowledged writes went, ${lost} were counted, at ${sim.clock.value} ms.`);
          if (failover.failovers[DB] === before.failovers && fall === 0) {
            replication.received.forEach((position, replica) => {
              // An election that the old leader wins makes the others follow it anew.
              if (position < before.received[replica] && shards.leader[shards.of[replica]] === replica)
                throw new Error(`Instance ${replica} went back.`);
            });
          }
          falls += fall > 0 ? 1 : 0;
          before.acknowledged.set(replication.acknowledged);
          before.received.set(replication.received);
          before.lost = failover.lostWrites[DB];
          before.failovers = failover.failovers[DB];
        }
      }),
      { numRuns: 60, seed: 2, endOnFailure: true },
    );
    expect(falls).toBeGreaterThan(5);
  });

  it("synchronous and quorum replication lose nothing", () => {
    let failovers = 0;
    fc.assert(
      fc.property(design, fc.array(fault, { minLength: 1, maxLength: 5 }), fc.nat(), (config, faults, seed) => {
        fc.pre(config.replication !== "asynchronous");
        const session = sessionOf(stormy(config, faults, seed));
        const { figures } = at(session, DURATION_MS).result().nodes.db;
        expect(figures).toMatchObject({ lostWrites: 0, conflictingWrites: 0 });
        failovers += figures.failovers as number;
      }),
      { numRuns: 120, seed: 3, endOnFailure: true },
    );
    expect(failovers).toBeGreaterThan(20);
  });

  it("requests are conserved and runs gone back in exactly", () => {
    fc.assert(
      fc.property(design, fc.array(fault, { maxLength: 4 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (config, faults, share) => {
        const session = sessionOf(stormy(config, faults, 1, 2));
        session.keepSnapshots(64 << 20);
        const whole = at(session, DURATION_MS).result();
        const { ok, failed, inFlight, issued } = whole.requests;
        expect(ok + failed + inFlight).toBe(issued);
        session.rewind(share * DURATION_MS);
        expect(at(session, DURATION_MS).result()).toEqual(whole);
      }),
      { numRuns: 30, seed: 4 },
    );
  });
});
