import { describe, expect, it } from "vitest";
import { build, poisson, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, constant } from "../../../testing/timeline";
import { database, databaseConfig } from "./definition";

type Config = Record<string, unknown>;
const quick = { readTime: constant(1), writeTime: constant(1), connections: 1000, parallelism: 1000 };
const sharded = (config: Config, key: Config, faults: Config[] = [], ratePerSecond = 500) =>
  build({
    nodes: {
      c: poisson(ratePerSecond, [{ name: "write", access: "write", key }]),
      db: ["database", { ...quick, ...config }],
    },
    links: [["c", "db"]],
    faults,
    durationMs: 20_000,
  });
const many = { type: "uniform", keys: 60_000 };

describe("shards", () => {
  it("each has a primary and its standbys", () => {
    expect(database.replicas(databaseConfig.parse({ shards: 3, standbys: 2 }) as never)).toBe(9);
  });

  it("keys spread evenly, and a hot key makes a hot shard", () => {
    const share = (key: Config) => run(sharded({ shards: 4 }, key)).nodes.db.gauges.busiestShardRatio;
    const even = share(many);
    // Of the draws, and of how the hash spreads the keys.
    const margin = binomialMargin(10_000, 0.25) / 10_000 + binomialMargin(60_000, 0.25) / 60_000;
    expect(even).toBeGreaterThanOrEqual(0.25);
    expect(even).toBeLessThan(0.25 + margin);
    // One key has 60 %, and its shard a quarter of the rest.
    expect(Math.abs(share({ type: "hot", keys: 60_000, hotRatio: 0.6 }) - 0.7)).toBeLessThan(binomialMargin(10_000, 0.7) / 10_000 + margin);
    expect(share({ type: "uniform", keys: 1 })).toBe(1);
  });

  it("capacity grows with them, unless one key takes all", () => {
    const one = { parallelism: 1, connections: 1, waitLimit: 0, writeTime: constant(4) };
    const ok = (shards: number, key: Config) => run(sharded({ ...one, shards }, key)).requests.ok;
    // Nobody waits: writes begin after 4 ms of work and an exponential gap of mean g, in 20 s 20,000 / (4 + g) of them
    // with a variance of 20,000 g^2 / (4 + g)^3 (renewals).
    const alone = ok(1, many);
    expect(Math.abs(alone - 20_000 / 6)).toBeLessThan(3.29 * Math.sqrt((20_000 * 4) / 6 ** 3));
    expect(Math.abs(ok(4, many) - (4 * 20_000) / 12)).toBeLessThan(3.29 * Math.sqrt((4 * 20_000 * 64) / 12 ** 3));
    expect(ok(4, { type: "uniform", keys: 1 })).toBe(alone);
  });

  it("a shard without a leader leaves the others alone, and has a failover of its own", () => {
    const failover = { enabled: true, heartbeatMs: 100, ttlMs: 300, retryMs: 100, electionMs: 10 };
    const kill = { id: "k", type: "kill-leader", target: { type: "node", id: "db", replicas: [2, 3] }, startMs: 5050 };
    const topology = sharded({ shards: 4, standbys: 1, failover }, many, [kill]);
    const session = sessionOf(topology);
    expect(at(session, 5305).result().nodes.db.gauges).toMatchObject({ shardsLed: 3 });
    expect(at(session, 5320).result().nodes.db).toMatchObject({ gauges: { shardsLed: 4, leader: 1 }, figures: { failovers: 1 } });
    const { requests } = at(session, 20_000).result();
    // Dead from 5050; the heartbeat of 5000 expires at 5300, the election ends at 5310: 260 ms of a quarter of 500/s.
    const lost = requests.failuresByReason.unavailable + (requests.failuresByReason.reset ?? 0);
    expect(Math.abs(lost - 0.26 * 125)).toBeLessThan(3.29 * Math.sqrt(0.26 * 125));
  });

  it("a balancer that sends a query to an instance of another shard gets nothing", () => {
    const topology = build({
      nodes: { c: poisson(500, [{ name: "r", key: many }]), lb: ["load-balancer", {}], db: ["database", { ...quick, shards: 4 }] },
      links: [
        ["c", "lb"],
        ["lb", "db"],
      ],
      durationMs: 20_000,
    });
    const { ok } = run(topology).requests;
    expect(Math.abs(ok - 2500)).toBeLessThan(binomialMargin(10_000, 0.25));
  });
});
