import { describe, expect, it } from "vitest";
import { hopsOf } from "../../../testing/timeline";
import { spells, steadily, troubleAndCure, varied } from "../../../testing/worked-examples";

const seeds = [1, 2, 3];
const tail = await troubleAndCure("tail-at-scale");
const herd = await troubleAndCure("thundering-herd");
const backoff = await troubleAndCure("backoff-and-jitter");
const zones = await troubleAndCure("lost-zone");
const overload = await troubleAndCure("codel-and-lifo");
const failover = await troubleAndCure("failover-losing-writes");
const group = await troubleAndCure("rebalance-lag");
const gray = await troubleAndCure("gray-failure");

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
/** Half the width of the 99.9 % interval of a share of so many. */
const margin = (draws: number, ratio: number) => 3.29 * Math.sqrt((ratio * (1 - ratio)) / draws);

describe("INC08 and INC09, the tail at scale", () => {
  /** Requests that began while the leaf was slow, and the share of them that met it: good means within half a second. */
  const slowShare = (topology: typeof tail.trouble, some = seeds) => {
    const users = tail.trouble.nodes[0].config as { readonly operations: readonly object[] };
    const strict = varied(topology, { "nodes.users.config.operations": [{ ...users.operations[0], deadlineMs: 500 }] });
    const during = some.map((seed) => spells(strict, seed, 22_000, 40_000)[0]);
    const requests = 18 * sum(during.map(({ ok }) => ok));
    return { requests, ratio: 1 - sum(during.map(({ good }) => good)) / sum(during.map(({ ok }) => ok)), during };
  };

  it("1 % slow leaves make 1 - 0.99^100 = 63 % of the requests slow", () => {
    const { requests, ratio } = slowShare(tail.trouble, [1, 2, 3, 4, 5, 6]);
    expect(Math.abs(ratio - (1 - 0.99 ** 100))).toBeLessThan(margin(requests, 0.634));
  });

  it("good enough, 95 of 100: hardly any is slow", () => {
    const { ratio } = slowShare(
      varied(tail.trouble, {
        "nodes.root.config.steps": [{ type: "parallel", to: Array(100).fill("leaves"), wait: "some", successes: 95 }],
      }),
    );
    // P(Bin(100, 0.01) > 5) = 0.0005
    expect(ratio).toBeLessThan(0.01);
  });

  it("a hedge after 20 ms: both copies slow once in 10,000, for 1 % more calls", () => {
    const { requests, ratio, during } = slowShare(tail.cure, [1, 2, 3, 4, 5, 6]);
    expect(Math.abs(ratio - (1 - 0.9999 ** 100))).toBeLessThan(margin(requests, 0.01));
    const [{ from, to }] = during;
    const more = (id: "sent") =>
      Number(to.links["root--leaves"].policies.hedging[id]) - Number(from.links["root--leaves"].policies.hedging[id]);
    const calls = to.links["root--leaves"].calls - from.links["root--leaves"].calls;
    expect(Math.abs(more("sent") / calls - 0.01)).toBeLessThan(margin(calls, 0.01));
  });

  it("a slowness that all leaves share: twice the calls and no gain", () => {
    const { ratio, during } = slowShare(varied(tail.cure, { "faults.slow-leaf.target": { type: "node", id: "leaves" } }), [1]);
    expect(ratio).toBe(1);
    const [{ from, to }] = during;
    const { hedging } = to.links["root--leaves"].policies;
    expect(Number(hedging.sent) - Number(from.links["root--leaves"].policies.hedging.sent)).toBeGreaterThan(
      0.99 * (to.links["root--leaves"].calls - from.links["root--leaves"].calls),
    );
  });
});

describe("INC07, leases", () => {
  it.each(seeds)("seed %i: the database's rate falls at least tenfold", (seed) => {
    // Room for everybody, to see what would come.
    const roomy = { "nodes.db.config.connections": 1000, "nodes.db.config.parallelism": 1000 };
    const [without] = spells(varied(herd.trouble, roomy), seed, 21_000, 40_000);
    const [withLease] = spells(varied(herd.cure, roomy), seed, 21_000, 40_000);
    expect(without.attempts("memcache--db")).toBeGreaterThan(10 * withLease.attempts("memcache--db"));
  });

  it("one invalidation brings rate times time to fetch, with a lease one", () => {
    const quiet = {
      "nodes.db.config.connections": 1000,
      "nodes.db.config.parallelism": 1000,
      "nodes.readers.config.traffic.profile": steadily(1000),
    };
    const reads = { name: "Read", weight: 1, key: { type: "uniform", keys: 1 } };
    const flush = { type: "cache-flush", target: { type: "node", id: "memcache" }, startMs: 5000 };
    const once = { ...quiet, "nodes.readers.config.operations": [reads], "faults.celebrity": null, "faults.flush": flush };
    const [burst] = spells(varied(herd.trouble, once), 1, 4000, 9000);
    const expected = 1 + 1000 * 0.202;
    expect(Math.abs(5 * burst.attempts("memcache--db") - expected)).toBeLessThan(3.29 * Math.sqrt(expected));
    expect(5 * spells(varied(herd.cure, once), 1, 4000, 9000)[0].attempts("memcache--db")).toBe(1);
  });
});

describe("INC10, backoff and jitter", () => {
  /** Attempts that a hundred writers need until the last has written or given up, and the fullest 10 ms once half a second has passed. */
  const contend = (jitter: string, maxAttempts = 100) => {
    const alone = varied(backoff.trouble, {
      "links.writers--row.policies.retry.jitter": jitter,
      "links.writers--row.policies.retry.maxAttempts": maxAttempts,
      "links.writers--row.policies.timeout.perTryMs": 1_000_000,
      "nodes.writers.config.traffic.profile": steadily(0),
      "faults.herd.startMs": 1000,
    });
    const [{ to }] = spells(alone, 1, 0, 400_000);
    const sent = hopsOf({ ...alone, run: { seed: 1, durationMs: 6000 } }).filter(({ code }) => code === "request");
    const rounds = new Map<number, number>();
    for (const { departMs } of sent)
      if (departMs > 1500) rounds.set(Math.floor(departMs / 10), (rounds.get(Math.floor(departMs / 10)) ?? 0) + 1);
    const { calls, retries, ok } = to.links["writers--row"];
    return { attempts: calls + retries, ok, fullest: Math.max(...rounds.values()) };
  };
  const none = contend("none");
  const full = contend("full");
  const equal = contend("equal");

  it("without jitter one writer gets through in each round", () => {
    expect(none.ok).toBe(100);
    // 100 + 99 + ... + 1
    expect(none.attempts).toBe(5050);
    expect(contend("none", 16).ok).toBe(16);
  });

  it("full jitter: less than half of the calls, no more than with equal jitter, and no waves", () => {
    expect(full.ok).toBe(100);
    expect(none.attempts).toBeGreaterThan(2 * full.attempts);
    expect(full.attempts).toBeLessThan(1.05 * equal.attempts);
    expect(none.fullest).toBeGreaterThan(5 * full.fullest);
  });
});

describe("INC04, a lost zone: two zones for 1000/s each, 1200/s", () => {
  it.each(seeds)("seed %i: the survivor's goodput falls far below what it can do, and with shedding stays there", (seed) => {
    const [lost] = spells(zones.trouble, seed, 28_000, 45_000);
    expect(lost.good).toBeLessThan(0.2 * 1000);
    expect((lost.to.nodes["shop-a"].ok - lost.from.nodes["shop-a"].ok) / 17).toBeGreaterThan(0.97 * 1000);
    const [shed] = spells(zones.cure, seed, 28_000, 45_000);
    expect(shed.good).toBeGreaterThan(0.95 * 1000);
  });

  it.each(seeds)("seed %i: with 900/s one zone is enough", (seed) => {
    const [lost] = spells(varied(zones.trouble, { "nodes.users.config.traffic.profile": steadily(900) }), seed, 28_000, 45_000);
    expect(lost.good / lost.issued).toBeGreaterThan(0.98);
  });
});

describe("INC13, CoDel and adaptive LIFO: room for 200/s, 300/s for 30 s", () => {
  it.each(seeds)("seed %i: first come, first served: no goodput once the wait is a second, long after the overload", (seed) => {
    const [during, , after] = spells(overload.trouble, seed, 25_000, 50_000, 51_000, 65_000);
    expect(during.good).toBeLessThan(0.05 * 200);
    expect(after.good).toBeLessThan(0.05 * 200);
    // The backlog of 30 times 100, less the second that users wait, drained at 50/s: a minute.
    const [later] = spells(overload.trouble, seed, 50_000 + (1000 * (30 * 100 - 180)) / 50 + 20_000, 130_000);
    expect(later.good / later.issued).toBeGreaterThan(0.95);
  });

  it.each(seeds)("seed %i: with both nine tenths of the capacity are of use, and the queue is gone a second later", (seed) => {
    const [during, , after] = spells(overload.cure, seed, 21_000, 50_000, 51_000, 60_000);
    expect(during.good).toBeGreaterThan(0.9 * 200);
    expect(after.good / after.issued).toBeGreaterThan(0.95);
  });

  it.each(["lifo", "codel"])("%s alone keeps the goodput up, too", (one) => {
    const change = one === "lifo" ? { "nodes.feed.config.codel": "off" } : { "nodes.feed.config.discipline": "fifo" };
    expect(spells(varied(overload.cure, change), 1, 21_000, 50_000)[0].good).toBeGreaterThan(0.9 * 200);
  });
});

describe("INC15, a failover that loses writes: 50 writes/s, half of them on the primary's side, cut off for 43 s", () => {
  const lost = (topology: typeof failover.trouble, seed: number) => {
    const { figures } = spells(topology, seed, 0, 75_000)[0].to.nodes["primary-east"];
    return { all: figures.lostWrites ?? 0, conflicting: figures.conflictingWrites ?? 0 };
  };

  it("asynchronous: what the old primary acknowledged in 43 s, and what was on its way", () => {
    const expected = 50 * (0.06 + 0.5 * 43);
    const mean = sum(seeds.map((seed) => lost(failover.trouble, seed).all)) / seeds.length;
    expect(Math.abs(mean - expected)).toBeLessThan((3.29 * Math.sqrt(expected)) / Math.sqrt(seeds.length));
  });

  it("beside the new primary from its election on: 43 s less the time to find out", () => {
    const mean = sum(seeds.map((seed) => lost(failover.trouble, seed).conflicting)) / seeds.length;
    // Ten seconds without a heartbeat, the last up to one second before the cut; one more for the election.
    expect(mean).toBeGreaterThan(50 * 0.5 * (43 - 11) - 3.29 * Math.sqrt(800 / 3));
    expect(mean).toBeLessThan(50 * 0.5 * (43 - 10) + 3.29 * Math.sqrt(825 / 3));
  });

  it.each(seeds)("seed %i: with a quorum none, and with fencing those of the time until it stepped down", (seed) => {
    expect(lost(failover.cure, seed)).toEqual({ all: 0, conflicting: 0 });
    const fenced = lost(varied(failover.trouble, { "nodes.primary-east.config.failover.fencing": true }), seed);
    expect(fenced.conflicting).toBe(0);
    expect(fenced.all).toBeGreaterThan(0);
  });
});

describe("a consumer dies: 100/s of its own, a session of 45 s or 6 s", () => {
  it.each(seeds)("seed %i: the lag is its rate times its session", (seed) => {
    const lagAt = (topology: typeof group.trouble, ms: number) => spells(topology, seed, 0, ms)[0].to.nodes.orders.gauges.lag;
    // A session ends 45 s after the last heartbeat, up to 3 s before the death.
    for (const ms of [30_000, 60_000]) {
      const expected = (100 * (ms - 20_000)) / 1000;
      expect(Math.abs(lagAt(group.trouble, ms) - expected)).toBeLessThan(3.29 * Math.sqrt(expected) + 20);
    }
    // Each of the two partitions is worked one order after another: 200/s, for the 50/s that come.
    const workedOff = lagAt(group.trouble, 66_000) - lagAt(group.trouble, 74_000);
    expect(Math.abs(workedOff - 8 * 2 * 150)).toBeLessThan(3.29 * Math.sqrt(8 * 300));
    expect(lagAt(group.cure, 24_000)).toBeGreaterThan(300);
    expect(lagAt(group.cure, 32_000)).toBeLessThan(100);
  });
});

describe("INC12, a gray failure: one of three fails all", () => {
  it.each(seeds)("seed %i: the checks pass, and its share of the traffic fails", (seed) => {
    const [during, , after] = spells(gray.trouble, seed, 20_500, 49_500, 51_000, 60_000);
    expect(during.failed / during.issued).toBeCloseTo(1 / 3, 2);
    expect(during.to.nodes.balancer.gauges.healthyTargets).toBe(3);
    expect(after.failed).toBe(0);
  });

  it.each(seeds)("seed %i: ejected after five failures, and five more each time it is tried", (seed) => {
    const [during] = spells(gray.cure, seed, 19_500, 49_500);
    const ejections = during.to.nodes.balancer.figures.ejections ?? 0;
    expect(ejections).toBeGreaterThanOrEqual(2);
    // Besides those under way to it when it is ejected.
    expect(during.to.requests.failed).toBeGreaterThanOrEqual(5 * ejections);
    expect(during.to.requests.failed).toBeLessThan(15 * ejections);
  });
});
