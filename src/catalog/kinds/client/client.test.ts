import { describe, expect, it } from "vitest";
import { build, exponentialServer, run, sessionOf } from "../../../testing/build";
import { interval } from "../../../testing/queueing-theory";
import { at, binomialMargin, constant, even, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const instant = steadyServer(0, { slots: 1000 });
const open = (profile: Config, arrivals = "poisson"): [string, Config] => ["client", { traffic: { type: "open", arrivals, profile } }];
const closed = (users: number, thinkTime: Config): [string, Config] => ["client", { traffic: { type: "closed", users, thinkTime } }];

/** Requests issued up to each time. */
function counts(client: [string, Config], timesMs: readonly number[], faults: Config[] = []): number[] {
  const session = sessionOf(build({ nodes: { c: client, s: instant }, links: [["c", "s"]], faults, durationMs: 60_000 }));
  return timesMs.map((ms) => at(session, ms).result().requests.issued);
}

const turn = (t: number) => (1 - Math.cos((2 * Math.PI * t) / 40_000)) / (2 * Math.PI);
/** Each profile with its integral [expected requests until t ms]. */
const profiles: [string, Config, (t: number) => number][] = [
  ["steady", { ratePerSecond: 200 }, (t) => 0.2 * t],
  [
    "ramp",
    { fromPerSecond: 50, toPerSecond: 450, startMs: 10_000, rampMs: 40_000 },
    (t) => 0.05 * t + 0.005 * (Math.max(0, Math.min(t, 50_000) - 10_000) ** 2 / 1000) + 0.4 * Math.max(0, t - 50_000),
  ],
  [
    "spike",
    { basePerSecond: 100, peakPerSecond: 900, startMs: 20_000, lastsMs: 10_000 },
    (t) => 0.1 * t + 0.8 * Math.max(0, Math.min(t, 30_000) - 20_000),
  ],
  [
    "steps",
    {
      steps: [
        { atMs: 30_000, ratePerSecond: 0 },
        { atMs: 0, ratePerSecond: 300 },
        { atMs: 45_000, ratePerSecond: 100 },
      ],
    },
    (t) => 0.3 * Math.min(t, 30_000) + 0.1 * Math.max(0, t - 45_000),
  ],
  ["sine", { meanPerSecond: 200, swingRatio: 0.8, periodMs: 40_000 }, (t) => 0.2 * (t + 0.8 * 40_000 * turn(t))],
];
const edges = Array.from({ length: 13 }, (_, i) => 5000 * i);

/** Throughput of a closed network, by exact mean value analysis (Reiser and Lavenberg 1980) [1/s]. */
function mvaThroughput(users: number, thinkMs: number, demandsMs: readonly number[]): number {
  let queues = demandsMs.map(() => 0);
  let perMs = 0;
  for (let n = 1; n <= users; n++) {
    const residence = demandsMs.map((demand, i) => demand * (1 + queues[i]));
    perMs = n / (thinkMs + residence.reduce((a, b) => a + b));
    queues = residence.map((time) => perMs * time);
  }
  return 1000 * perMs;
}

describe("client, open loop", () => {
  it.each(profiles)("%s: evenly spaced requests follow the integral of the rate", (type, profile, expected) => {
    // The sine is drawn by straight pieces, 96 to a turn: 0.05 % of its swing.
    counts(open({ type, ...profile }, "even"), edges.slice(1)).forEach((count, i) => {
      expect(Math.abs(count - expected(edges[i + 1]))).toBeLessThan(type === "sine" ? 5 : 1.001);
    });
  });

  it.each(profiles)("%s: Poisson counts of each window agree with the integral", (type, profile, expected) => {
    const issued = [0, ...counts(open({ type, ...profile }), edges.slice(1))];
    for (let i = 1; i < edges.length; i++) {
      const mean = expected(edges[i]) - expected(edges[i - 1]);
      // Twelve windows of five profiles: 4.2 standard deviations each keep all within 99.9 %.
      expect(Math.abs(issued[i] - issued[i - 1] - mean)).toBeLessThanOrEqual(4.2 * Math.sqrt(mean));
    }
  });

  it("Poisson gaps vary as much as their mean", () => {
    const windows = edges.flatMap((edge) => Array.from({ length: 50 }, (_, i) => edge + 100 * (i + 1))).slice(0, 600);
    const issued = [0, ...counts(open({ type: "steady", ratePerSecond: 200 }), windows)];
    const perWindow = windows.map((_, i) => issued[i + 1] - issued[i]);
    const variance = perWindow.reduce((sum, n) => sum + (n - 20) ** 2, 0) / perWindow.length;
    // The index of dispersion is 1; its standard error over 600 windows is sqrt(2 / 600).
    expect(Math.abs(variance / 20 - 1)).toBeLessThan(3.29 * Math.sqrt(2 / 600));
  });

  it("a traffic spike multiplies the rate from its first to its last millisecond", () => {
    const spike = [{ id: "t", type: "traffic-spike", target: { type: "all" }, startMs: 1000, durationMs: 1000, params: { factor: 3 } }];
    expect(counts(even(100), [1000, 2000, 3000], spike)).toEqual([100, 400, 500]);
    const silence = [{ ...spike[0], startMs: 1005, params: { factor: 0 } }];
    // Half a gap is left when traffic returns at 2005.
    expect(counts(even(100), [1006, 2009, 2011], silence)).toEqual([100, 100, 101]);
  });

  it("links share the requests by weight, operations too", () => {
    const { links, nodes } = run(
      build({
        nodes: {
          c: even(1000, [
            { name: "a", weight: 1 },
            { name: "b", weight: 4, access: "write" },
          ]),
          s: instant,
          t: instant,
          u: instant,
          db: ["database", { standbys: 1, readFrom: "standbys" }],
        },
        links: [
          ["c", "s", { weight: 3 }],
          ["c", "t", { weight: 1 }],
          ["c", "u", { weight: 0 }],
          ["s", "db"],
        ],
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "db", replicas: [0] }, startMs: 0 }],
        durationMs: 10_000,
      }),
    );
    expect(Math.abs(links["c-s"].calls - 7500)).toBeLessThan(binomialMargin(10_000, 0.75));
    expect(links["c-u"].calls).toBe(0);
    // Writes need the dead primary.
    const writes = nodes.db.failed / nodes.db.arrivals;
    expect(Math.abs(writes - 0.8)).toBeLessThan(binomialMargin(7500, 0.8) / 7500);
  });

  it("keys are spread as told", () => {
    const entries = (key: Config) =>
      run(
        build({
          nodes: { c: even(1000, [{ name: "r", key }]), cache: ["cache", { capacity: 1_000_000, ttlMs: 0 }] },
          links: [["c", "cache"]],
          durationMs: 10_000,
        }),
      ).nodes.cache.gauges.entries;
    // n draws of m even keys leave m (1 - 1/m)^n untouched: 10,000 (1 - e^-1) = 6321 seen.
    expect(Math.abs(entries({ type: "uniform", keys: 10_000 }) - 6321)).toBeLessThan(3.29 * Math.sqrt(10_000 * 0.097));
    // Half of the draws share one key: 10,000 (1 - e^-0.5) = 3935 of the others seen.
    expect(Math.abs(entries({ type: "hot", keys: 10_001, hotRatio: 0.5 }) - 3936)).toBeLessThan(3.29 * Math.sqrt(10_000 * 0.24));
    expect(entries({ type: "zipf", keys: 10_000, exponent: 1 })).toBeLessThan(4000);
  });

  it("a client without a link sends nothing, also when it is edited under way", () => {
    const idle = (rate: number) =>
      build({ nodes: { c: open({ type: "steady", ratePerSecond: rate }), s: instant }, links: [], durationMs: 1000 });
    const session = at(sessionOf(idle(10)), 100);
    expect(session.retune(idle(1000))).toBe(true);
    expect(at(session, 1000).result().requests.issued).toBe(0);
  });

  it("a new rate spends what is left of the present gap", () => {
    const paced = (rate: number) => build({ nodes: { c: even(rate), s: instant }, links: [["c", "s"]], durationMs: 10_000 });
    const session = at(sessionOf(paced(1)), 1500);
    expect(session.retune(paced(10))).toBe(true);
    // Half a gap was left at 1500: the next at 1550, then every 100 ms.
    expect([1549.9, 1550.1, 1650.1].map((ms) => at(session, ms).result().requests.issued)).toEqual([1, 2, 3]);
  });
});

describe("client, closed loop", () => {
  it("each user waits for the answer, thinks, and asks again", () => {
    // All ask at 100 and are served by 110, 120, 130; from then on each turn takes 110 ms.
    const { requests, latencyMs } = run(
      build({ nodes: { c: closed(3, constant(100)), s: steadyServer(10) }, links: [["c", "s"]], durationMs: 10_000 }),
    );
    expect(requests).toMatchObject({ ok: 270, failed: 0, inFlight: 1 });
    expect(latencyMs).toMatchObject({ max: 30, count: 270 });
    expect(latencyMs.mean).toBeCloseTo((10 * 270 + 10 + 20) / 270, 9);
  });

  it("who is answered in no time and never thinks still lets the clock go on: a millisecond a turn", () => {
    const nobody = [{ id: "down", type: "crash", target: { type: "node", id: "s" }, startMs: 500, params: {} }];
    const c = closed(2, constant(0));
    const topology = build({ nodes: { c, s: instant }, links: [["c", "s"]], faults: nobody, durationMs: 1000 });
    const { requests } = run(topology);
    expect(requests.ok).toBe(2 * 500);
    expect(requests.failed).toBe(2 * 501);
  });

  it("users and throughput obey N = X (R + Z)", () => {
    const { requests, latencyMs, durationMs } = run(
      build({
        nodes: { c: closed(20, { type: "exponential", meanMs: 500 }), s: exponentialServer(40) },
        links: [["c", "s"]],
        durationMs: 2_000_000,
      }),
    );
    const users = (requests.ok / durationMs) * ((latencyMs.mean as number) + 500);
    expect(Math.abs(users / 20 - 1)).toBeLessThan(0.015);
  });

  it("a network of three stations has the throughput of mean value analysis, 10 replications, 99.9 %", () => {
    const expected = mvaThroughput(10, 15_000, [605, 2100, 1350]);
    expect(expected).toBeCloseTo(0.40020462, 8);
    const measured = interval(
      Array.from({ length: 10 }, (_, seed) => {
        const result = run(
          build({
            nodes: {
              c: closed(10, { type: "exponential", meanMs: 15_000 }),
              cpu: exponentialServer(605, 1, { blocking: false }),
              disk: exponentialServer(2100),
              tape: exponentialServer(1350),
            },
            links: [
              ["c", "cpu"],
              ["cpu", "disk"],
              ["cpu", "tape"],
            ],
            seed: seed + 1,
            durationMs: 40_000_000,
          }),
        );
        return (1000 * result.requests.ok) / result.durationMs;
      }),
    );
    expect(measured.halfWidthRatio).toBeLessThan(0.015);
    expect(measured.low).toBeLessThanOrEqual(expected);
    expect(measured.high).toBeGreaterThanOrEqual(expected);
  });

  it("a traffic spike shortens the thinking; at 0 nobody asks", () => {
    const fault = (factor: number) => [
      { id: "t", type: "traffic-spike", target: { type: "node", id: "c" }, startMs: 0, params: { factor } },
    ];
    const issued = (factor: number) => counts(closed(10, constant(1000)), [10_000], fault(factor))[0];
    // The thought that was under way when the fault began lasts as long as it was to: 1 + 9000 / 250 turns.
    expect([issued(1), issued(4), issued(0)]).toEqual([100, 370, 0]);
  });
});
