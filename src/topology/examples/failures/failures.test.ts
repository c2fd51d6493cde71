import { describe, expect, it } from "vitest";
import { type Spell, spells, steadily, troubleAndCure, varied } from "../../../testing/worked-examples";

const retryStorm = await troubleAndCure("retry-storm");
const deathSpiral = await troubleAndCure("gc-death-spiral");
const poolExhaustion = await troubleAndCure("pool-exhaustion");
const cacheStampede = await troubleAndCure("cache-stampede");
const cacheFlush = await troubleAndCure("cache-flush");
const timeoutCascade = await troubleAndCure("timeout-cascade");
const balancerSinkhole = await troubleAndCure("balancer-sinkhole");
const goodputCollapse = await troubleAndCure("goodput-collapse");

const seeds = [1, 2, 3];
const share = ({ good, issued }: Spell) => good / issued;

/** Goodput is gone although nothing has been broken for a while. */
function expectDown(spell: Spell, most = 0.05) {
  expect(share(spell)).toBeLessThan(most);
}

/** Everything that comes is answered in time; what is under way at the ends of the spell is some in a thousand. */
function expectWell(spell: Spell, least = 0.98) {
  expect(share(spell)).toBeGreaterThan(least);
}

describe("metastable retries: 280/s in four attempts, room for 400/s, a brown-out from 20 s to 30 s", () => {
  const { trouble, cure } = retryStorm;

  it.each(seeds)("seed %i: lasts, for four times 280 is more than 400", (seed) => {
    const [before, , after] = spells(trouble, seed, 5000, 20_000, 40_000, 60_000);
    expectWell(before);
    expectDown(after);
    expect(after.attempts("apps--search")).toBeGreaterThan(3.5 * 280);
  });

  it.each(seeds)("seed %i: ends where all attempts together are less than 400", (seed) => {
    const [, after] = spells(varied(trouble, { "nodes.apps.config.traffic.profile": steadily(80) }), seed, 5000, 40_000, 60_000);
    expectWell(after);
  });

  it.each(seeds)("seed %i: a budget of what succeeds ends it", (seed) => {
    const [, after] = spells(cure, seed, 5000, 45_000, 60_000);
    expectWell(after);
    expect(after.attempts("apps--search")).toBeLessThan(1.02 * after.issued);
  });
});

describe("a collector's death spiral: 240/s, four cores good for 400/s, a spike of four times from 20 s to 22 s", () => {
  const { trouble, cure } = deathSpiral;
  const at = (perSecond: number) => varied(trouble, { "nodes.users.config.traffic.profile": steadily(perSecond) });
  const threads = (slots: number) => varied(trouble, { "nodes.reports.config.slots": slots });
  /** What four cores get done with so many at work, of a heap for 220: the collector takes 0.2 live / free per work. */
  const done = (atWork: number) => 400 / (1 + (0.2 * atWork) / (220 - atWork));

  it.each(seeds)("seed %i: lasts, for with 200 threads at work less gets done than comes", (seed) => {
    const [before, , after] = spells(trouble, seed, 5000, 20_000, 40_000, 60_000);
    expectWell(before);
    expectDown(after);
    expect(done(200)).toBeLessThan(240);
    const doneEach = (after.to.nodes.reports.ok - after.from.nodes.reports.ok) / 20;
    expect(Math.abs(doneEach - done(200))).toBeLessThan(4 * Math.sqrt(done(200) / 20));
  });

  it.each(seeds)("seed %i: at 150/s it lasts too, at 100/s it ends by itself", (seed) => {
    expect(done(200)).toBeGreaterThan(100);
    expect(done(200)).toBeLessThan(150);
    expectDown(spells(at(150), seed, 40_000, 60_000)[0]);
    expectWell(spells(at(100), seed, 40_000, 60_000)[0]);
  });

  it.each(seeds)("seed %i: with 180 threads it lasts, with 150 it ends", (seed) => {
    expect(done(180)).toBeLessThan(240);
    expect(done(150)).toBeGreaterThan(240);
    expectDown(spells(threads(180), seed, 40_000, 60_000)[0]);
    expectWell(spells(threads(150), seed, 40_000, 60_000)[0]);
  });

  it.each(seeds)("seed %i: fewer threads, or a larger heap, end it with its cause", (seed) => {
    expectWell(spells(cure, seed, 30_000, 60_000)[0]);
    expectWell(spells(varied(trouble, { "nodes.reports.config.heapRequests": 600 }), seed, 30_000, 60_000)[0]);
  });
});

describe("pool exhaustion: ten connections, 25 ms, three attempts, slow queries from 15 s to 20 s", () => {
  const { trouble, cure } = poolExhaustion;
  const at = (perSecond: number) => varied(trouble, { "nodes.shoppers.config.traffic.profile": steadily(perSecond) });

  it.each(seeds)("seed %i: lasts, for three times 180 is more than 400", (seed) => {
    const [before, , after] = spells(trouble, seed, 5000, 15_000, 40_000, 60_000);
    expectWell(before);
    expectDown(after);
    // The database works as fast as it can, for nobody.
    expect(after.attempts("shop--orders")).toBeGreaterThan(0.95 * 400);
  });

  it.each(seeds)("seed %i: ends by itself where three times as much is less than 400", (seed) => {
    const [, after] = spells(at(100), seed, 5000, 45_000, 60_000);
    expectWell(after);
  });

  it.each(seeds)("seed %i: the pool holds by Little's law while rate times holding time is below ten", (seed) => {
    // 180/s times 40 ms are 7.2 connections, times 375 ms are 67.
    const [mild] = spells(varied(trouble, { "faults.slow-queries.params.factor": 1.6 }), seed, 15_000, 20_000);
    expectWell(mild, 0.97);
    const [severe] = spells(trouble, seed, 16_500, 20_000);
    expectDown(severe, 0.15);
  });

  it.each(seeds)("seed %i: a short line for connections ends it with its cause", (seed) => {
    const [after] = spells(cure, seed, 22_000, 40_000);
    expectWell(after);
  });
});

describe("cache stampede: 500/s on one key, 100 ms to fetch, kept for 5 s", () => {
  const { trouble, cure } = cacheStampede;

  it.each(seeds)("seed %i: each expiry costs rate times time to fetch, a single flight one", (seed) => {
    const calm = spells(trouble, seed, 0, 19_000)[0].to;
    const expiries = 4;
    const herd = calm.links["pages--renderer"].calls / expiries;
    // One that misses first, and whoever comes in the 100 ms (and 2 ms of the way) after it: Poisson.
    const expected = 1 + 500 * 0.102;
    expect(Math.abs(herd - expected)).toBeLessThan(4 * Math.sqrt(expected / expiries));
    expect(spells(cure, seed, 0, 19_000)[0].to.links["pages--renderer"].calls).toBe(expiries);
  });

  it.each(seeds)("seed %i: lasts while misses are more than the renderer's 80/s and its line longer than the cache waits", (seed) => {
    expectDown(spells(trouble, seed, 40_000, 55_000)[0]);
  });

  it.each(seeds)("seed %i: ends by itself with a line that is shorter than that, or with fewer readers", (seed) => {
    // 50 waiting at 80/s are 0.6 s, and the cache waits for one.
    expectWell(spells(varied(trouble, { "nodes.renderer.config.waitLimit": 50 }), seed, 32_000, 45_000)[0]);
    expectWell(spells(varied(trouble, { "nodes.readers.config.traffic.profile": steadily(60) }), seed, 80_000, 95_000)[0]);
  });

  it.each(seeds)("seed %i: single flight ends it with its cause", (seed) => {
    expectWell(spells(cure, seed, 30_000, 45_000)[0]);
  });

  it("stale pages while they are fetched: nobody waits but for the very first page", () => {
    const stale = varied(cure, { "nodes.pages.config.staleWhileRevalidateMs": 60_000 });
    const p99 = (result: Spell["to"]) => result.latencyMs.p99 ?? Number.NaN;
    expect(p99(spells(cure, 1, 0, 19_000)[0].to)).toBeGreaterThan(25);
    expect(p99(spells(stale, 1, 0, 19_000)[0].to)).toBeLessThan(10);
  });
});

describe("a cache flush: 600/s on a thousand keys, a database good for 200/s", () => {
  const { trouble, cure } = cacheFlush;

  it.each(seeds)("seed %i: lasts, for the answers come later than the cache waits", (seed) => {
    const [before, , after] = spells(trouble, seed, 25_000, 40_000, 60_000, 75_000);
    expectWell(before);
    // What the database did in the first half second is in the cache and stays: 100 of 1000 keys, some more while the line grew.
    expectDown(after, 0.25);
    expect(after.to.links["articles-cache--articles"].ok - after.from.links["articles-cache--articles"].ok).toBe(0);
  });

  it.each(seeds)("seed %i: ends by itself where the database can do all of it", (seed) => {
    expectWell(spells(varied(trouble, { "nodes.readers.config.traffic.profile": steadily(170) }), seed, 48_000, 60_000)[0]);
  });

  it.each(seeds)("seed %i: shedding fills the cache at the database's full rate", (seed) => {
    const [filling, after] = spells(cure, seed, 40_000, 43_000, 52_000);
    const filled = (filling.to.links["articles-cache--articles"].ok - filling.from.links["articles-cache--articles"].ok) / 3;
    expect(filled).toBeGreaterThan(0.9 * 200 - 20);
    expect(filled).toBeLessThan(1.1 * 200 + 20);
    expectWell(after, 0.97);
  });

  it.each(seeds)("seed %i: a line longer than the cache waits sheds nothing that matters", (seed) => {
    expectDown(spells(varied(trouble, { "nodes.articles.config.waitLimit": 150 }), seed, 60_000, 75_000)[0], 0.3);
  });
});

describe("timeout cascade: three layers, two attempts each, room for 400/s at the end", () => {
  const { trouble, cure } = timeoutCascade;

  it.each(seeds)("seed %i: lasts, for eight times 80 is more than 400", (seed) => {
    const [before, , after] = spells(trouble, seed, 5000, 15_000, 40_000, 60_000);
    expectWell(before);
    expectDown(after);
    for (const [link, times] of [
      ["apps--gateway", 2],
      ["gateway--orders", 4],
      ["orders--ledger", 8],
    ] as const) {
      expect(after.attempts(link) / after.issued).toBeGreaterThan(0.93 * times);
      expect(after.attempts(link) / after.issued).toBeLessThan(1.07 * times);
    }
  });

  it.each(seeds)("seed %i: ends by itself where eight times as much is less than 400", (seed) => {
    expectWell(spells(varied(trouble, { "nodes.apps.config.traffic.profile": steadily(35) }), seed, 45_000, 60_000)[0]);
  });

  it.each(seeds)("seed %i: a breaker lets the ledger catch up", (seed) => {
    expectWell(spells(cure, seed, 35_000, 50_000)[0]);
  });
});

describe("sinkholing: one of three replicas is dead from 20 s to 40 s", () => {
  const { trouble, cure } = balancerSinkhole;

  it.each(seeds)("seed %i: each healthy replica is asked only while it is idle: less than 20/s each, of 150", (seed) => {
    const [during, , after] = spells(trouble, seed, 20_500, 40_000, 41_000, 50_000);
    expect(during.good).toBeLessThan(40);
    expect(during.good).toBeGreaterThan(20);
    expectWell(after);
  });

  it.each(seeds)("seed %i: round robin loses a third and no more", (seed) => {
    const [during] = spells(varied(trouble, { "nodes.balancer.config.algorithm": "round-robin" }), seed, 20_500, 40_000);
    expect(during.failed / during.issued).toBeCloseTo(1 / 3, 2);
  });

  it.each(seeds)("seed %i: outlier detection costs five requests for each time the host is tried", (seed) => {
    const [during] = spells(cure, seed, 19_500, 40_000);
    const ejections = during.to.nodes.balancer.figures.ejections ?? 0;
    expect(ejections).toBeGreaterThanOrEqual(1);
    const reset = during.to.requests.failuresByReason.reset ?? 0;
    expect(during.to.requests.failed).toBeLessThanOrEqual(5 * ejections + reset);
    expectWell(during, 0.98);
  });
});

describe("goodput collapse: 80/s, room for 100/s, three times as slow from 10 s to 18 s", () => {
  const { trouble, cure } = goodputCollapse;

  it("lasts until the queue is shorter than the users' patience: (backlog - 90) / (100 - 80) after its cause", () => {
    const even = varied(trouble, { "nodes.users.config.traffic.arrivals": "even" });
    const seconds = Array.from({ length: 20 }, (_, s) => 1000 * (24 + s));
    const back = seconds[spells(even, 1, ...seconds).findIndex(({ good }) => good > 0)];
    // Ten that had begun slowly hold their slots for up to 200 ms longer: some 10 more wait.
    const backlog = (80 - 100 / 3) * 8 + 10;
    const expected = 18_000 + (1000 * (backlog - 90)) / (100 - 80);
    expect(Math.abs(back - expected)).toBeLessThanOrEqual(1000);
  });

  it.each(seeds)("seed %i: works at full speed for nobody meanwhile", (seed) => {
    const [collapsed] = spells(trouble, seed, 20_000, 26_000);
    expectDown(collapsed, 0.01);
    expect((collapsed.to.nodes.search.ok - collapsed.from.nodes.search.ok) / 6).toBeGreaterThan(99);
  });

  it.each(seeds)("seed %i: the last come first: goodput is back at once", (seed) => {
    const [after] = spells(cure, seed, 19_000, 30_000);
    expectWell(after, 0.95);
  });
});
