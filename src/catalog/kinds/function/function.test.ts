import { describe, expect, it } from "vitest";
import { build, poisson, run, sessionOf } from "../../../testing/build";
import { interval, mmckBlocking } from "../../../testing/queueing-theory";
import { at, burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

const fn = (more: Config = {}): [string, Config] => [
  "function",
  { serviceTime: constant(100), coldStart: constant(400), timeLimitMs: 0, ...more },
];
const place = (client: [string, Config], config: Config, more: { faults?: Config[]; durationMs?: number } = {}) =>
  build({ nodes: { c: client, f: fn(config) }, links: [["c", "f"]], faults: more.faults ?? [], durationMs: more.durationMs ?? 10_000 });

/** When each reply left the function, in order [ms]; refused requests are answered on arrival. */
const repliesAt = (topology: ReturnType<typeof build>, code: "reply" | "error" = "reply") =>
  hopsOf(topology)
    .filter((hop) => hop.code === code)
    .map(({ departMs }) => departMs)
    .sort((a, b) => a - b);

describe("instances come with the requests", () => {
  it("a request that finds none idle waits for a cold start, later ones use the warm instance", () => {
    const topology = place(even(1), {}, { durationMs: 3600 });
    expect(repliesAt(topology)).toEqual([1500, 2100, 3100]);
    expect(run(topology).nodes.f.figures).toMatchObject({ coldStarts: 1, throttles: 0 });
  });

  it("each of several at once has an instance of its own", () => {
    const topology = place(burst(3), {});
    expect(repliesAt(topology)).toEqual([501, 502, 503]);
    expect(run(topology).nodes.f).toMatchObject({
      figures: { coldStarts: 3 },
      gauges: { instances: 3, warmInstances: 3, busyInstances: 0 },
    });
  });

  it("a request does not take an instance that another one is waiting for", () => {
    // The second comes while the first one's instance starts, and starts one of its own.
    expect(repliesAt(place(burst(2, 300), {}))).toEqual([800, 1100]);
  });

  it("an idle instance is gone after its time, to the millisecond", () => {
    // Idle since 1500 ms; the next request comes at 2000 ms.
    const gaps = (idleExpiryMs: number) => run(place(even(1), { idleExpiryMs }, { durationMs: 2900 })).nodes.f.figures.coldStarts;
    expect([gaps(501), gaps(499)]).toEqual([1, 2]);
    const session = sessionOf(place(burst(3), { idleExpiryMs: 1000 }));
    const seen = [502.5, 503.5, 1501.5, 1502.5, 1503.5].map((ms) => at(session, ms).result().nodes.f.gauges.instances);
    expect(seen).toEqual([3, 3, 2, 1, 0]);
  });

  it("the instance used last is used again, so that the others expire", () => {
    // Three at the start, then one request every 200 ms: one instance serves them all.
    const steps = [
      { atMs: 0, ratePerSecond: 1000 },
      { atMs: 3.5, ratePerSecond: 5 },
    ];
    const client: [string, Config] = ["client", { traffic: { type: "open", arrivals: "even", profile: { type: "steps", steps } } }];
    const { nodes } = run(place(client, { idleExpiryMs: 1000, coldStart: constant(0) }, { durationMs: 4000 }));
    expect(nodes.f.figures.coldStarts).toBe(3);
    expect(nodes.f.gauges.instances).toBe(1);
  });

  it("provisioned instances are ready from the start and never expire", () => {
    const topology = place(burst(3, 1, 5000), { minInstances: 2, idleExpiryMs: 1000 });
    expect(repliesAt(topology)).toEqual([5101, 5102, 5503]);
    const session = sessionOf(topology);
    const seen = [1, 4999, 5600, 6102.5, 6503.5, 9999].map((ms) => at(session, ms).result().nodes.f.gauges.instances);
    // Idle since 5101, 5102 and 5503 ms: the oldest one goes at 6101 ms, and two stay.
    expect(seen).toEqual([2, 2, 3, 2, 2, 2]);
    // Two all the time, and a third one from 5003 to 6101 ms.
    expect(session.result().nodes.f.figures.instancesMean).toBeCloseTo((2 * 9999 + (6101 - 5003)) / 9999, 9);
  });

  it("an instance is held while the request waits for its calls", () => {
    const topology = build({
      nodes: { c: burst(2, 50), f: fn({ coldStart: constant(0), serviceTime: constant(10) }), s: steadyServer(200, { slots: 10 }) },
      links: [
        ["c", "f"],
        ["f", "s"],
      ],
      durationMs: 1000,
    });
    expect(run(topology).nodes.f.figures.coldStarts).toBe(2);
    expect(repliesAt(topology)).toEqual([260, 260, 310, 310]);
  });
});

describe("throttling", () => {
  it("beyond the concurrency limit requests are rate limited at once", () => {
    const topology = place(burst(5), { concurrency: 3 });
    expect(repliesAt(topology, "error")).toEqual([4, 5]);
    const { requests, nodes } = run(topology);
    expect(requests.failuresByReason).toEqual({ "rate limited": 2 });
    expect(nodes.f.figures.throttles).toBe(2);
  });

  it("beyond the rate of new instances, too; the bucket fills evenly and never beyond a period's worth", () => {
    // Four at once, and one more every 100 ms; requests come every millisecond and never end.
    const forEver = { serviceTime: constant(60_000), burstInstances: 4, burstPeriodMs: 400 };
    expect(run(place(burst(350), forEver, { durationMs: 1000 })).nodes.f.figures).toMatchObject({ coldStarts: 7, throttles: 343 });
    // After a long calm there are four again, and no more.
    expect(run(place(burst(50, 1, 5000), forEver)).nodes.f.figures).toMatchObject({ coldStarts: 4, throttles: 46 });
  });

  it("a warm instance serves whatever the rate of new ones", () => {
    const { requests } = run(place(even(5), { burstInstances: 1, burstPeriodMs: 1_000_000, coldStart: constant(50) }));
    expect(requests.failed).toBe(0);
  });

  it("without cold starts the blocked share is Erlang's B, whatever the service times", () => {
    const offered = 8;
    const limit = 10;
    for (const serviceTime of [constant(100), { type: "exponential", meanMs: 100 }, { type: "lognormal", meanMs: 100, cv: 2 }]) {
      const shares = Array.from({ length: 20 }, (_, i) => {
        const topology = build({
          nodes: { c: poisson(10 * offered), f: fn({ serviceTime, coldStart: constant(0), concurrency: limit, burstInstances: 100_000 }) },
          links: [["c", "f"]],
          durationMs: 40_000,
          seed: i + 1,
        });
        const { requests, nodes } = run(topology);
        return (nodes.f.figures.throttles ?? Number.NaN) / requests.issued;
      });
      const { low, high } = interval(shares);
      const blocked = mmckBlocking(limit, limit, offered, 1);
      expect(blocked).toBeGreaterThan(low);
      expect(blocked).toBeLessThan(high);
    }
  }, 60_000);
});

describe("the time limit", () => {
  it("ends a request that runs longer, without its cold start, and its instance with it", () => {
    const topology = place(even(1), { serviceTime: constant(300), timeLimitMs: 200 }, { durationMs: 2900 });
    expect(repliesAt(topology, "error")).toEqual([1600, 2600]);
    const { requests, nodes } = run(topology);
    expect(requests.failuresByReason).toEqual({ error: 2 });
    expect(nodes.f).toMatchObject({ figures: { overLimit: 2, coldStarts: 2 }, gauges: { instances: 0 } });
  });

  it("ends one that waits for a call, whose answer is then late", () => {
    const topology = build({
      nodes: { c: burst(1), f: fn({ coldStart: constant(0), timeLimitMs: 150 }), s: steadyServer(500) },
      links: [
        ["c", "f"],
        ["f", "s"],
      ],
      durationMs: 2000,
    });
    const { links, nodes, requests } = run(topology);
    expect(requests.failed).toBe(1);
    expect(links["f-s"].lateReplies).toBe(1);
    expect(nodes.f.figures.overLimit).toBe(1);
  });

  it("leaves alone what is in time", () => {
    const { requests } = run(place(even(1), { serviceTime: constant(199), timeLimitMs: 200 }));
    expect(requests.failed).toBe(0);
  });
});

describe("faults", () => {
  const fault = (type: string, startMs: number, durationMs: number) => ({
    id: type,
    type,
    target: { type: "node", id: "f" },
    startMs,
    durationMs,
    params: {},
  });

  it("a crash loses every instance; provisioned ones start again, cold", () => {
    const topology = place(burst(3, 1, 1000), { minInstances: 2 }, { faults: [fault("crash", 1050, 100)] });
    const session = sessionOf(topology);
    const seen = [1049, 1051, 1549, 1551].map((ms) => at(session, ms).result().nodes.f.gauges.instances);
    expect(seen).toEqual([3, 0, 0, 2]);
    expect(run(topology).requests.failuresByReason).toEqual({ reset: 3 });
  });

  it("a pause keeps requests waiting, and they are served when it ends", () => {
    const topology = place(burst(3, 1, 1000), { minInstances: 3 }, { faults: [fault("pause", 900, 500)] });
    expect(repliesAt(topology)).toEqual([1500, 1500, 1500]);
  });
});
