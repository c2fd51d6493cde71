import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../testing/build";
import { at, binomialMargin, burst, even, hopsOf, steadyServer } from "../../testing/timeline";

type Config = Record<string, unknown>;
const onLink = (type: string, params: Config = {}, more: Config = {}): Config => ({
  id: "f",
  type,
  target: { type: "link", id: "c-s", ...more },
  startMs: 0,
  params,
});
const onNode = (type: string, params: Config = {}, more: Config = {}, times: Config = {}): Config => ({
  id: "f",
  type,
  target: { type: "node", id: "s", ...more },
  startMs: 0,
  ...times,
  params,
});
const pair = (faults: Config[], server = steadyServer(1), link: Config = {}, policies: Config = {}, requests = 1000) =>
  build({
    nodes: { c: even(requests), s: server },
    links: [["c", "s", link, policies]],
    faults,
    durationMs: 10_000,
  });
const wide = (more: Config = {}) => steadyServer(1, { slots: 100, ...more });

describe("single messages", () => {
  it("a reset is noticed at once, and a request that is reset never arrives", () => {
    const { links, nodes } = run(pair([onLink("connection-reset", { ratio: 1 }, { direction: "forward" })]));
    expect(links["c-s"].failuresByReason).toEqual({ reset: 10_000 });
    expect(nodes.s.arrivals).toBe(0);
    const half = run(pair([onLink("connection-reset", { ratio: 0.5 }, { direction: "forward" })], wide()));
    expect(Math.abs(half.nodes.s.arrivals - 5000)).toBeLessThan(binomialMargin(10_000, 0.5));
  });

  it("an answer that is reset was worked for in vain", () => {
    const { links, nodes } = run(pair([onLink("connection-reset", { ratio: 1 }, { direction: "backward" })], wide()));
    expect(nodes.s.ok).toBeGreaterThan(9_990);
    expect(links["c-s"].failuresByReason).toEqual({ reset: nodes.s.ok });
  });

  it("a corrupt answer is a success to the callee and an error to its caller", () => {
    const { links, nodes } = run(pair([onLink("corrupt-reply", { ratio: 1 })], wide()));
    expect(nodes.s.ok).toBeGreaterThan(9_990);
    expect(nodes.s.failed).toBe(0);
    expect(links["c-s"].failuresByReason).toEqual({ error: nodes.s.ok });
  });

  it("a datagram that comes twice is worked on twice; TCP drops the second", () => {
    const doubled = (protocol: string) => run(pair([onLink("duplicate", { ratio: 1 })], wide(), { protocol: { type: protocol } }));
    expect(doubled("tcp").nodes.s.arrivals).toBe(10_000);
    const { nodes, links, requests } = doubled("udp");
    expect(nodes.s.arrivals).toBe(20_000);
    expect(requests.failed).toBe(0);
    expect(links["c-s"].calls).toBe(10_000);
  });

  it("what is left of the bandwidth makes messages wait in line", () => {
    // 500 bytes at 1 Mbit/s, 125 bytes a millisecond, take 4 ms; three leave at 1, 2 and 3.
    const hops = hopsOf(
      build({
        nodes: { c: burst(3), s: wide() },
        links: [["c", "s"]],
        faults: [onLink("bandwidth", { mbitPerSecond: 1 }, { direction: "forward" })],
        durationMs: 100,
      }),
    ).filter(({ code }) => code === "request");
    expect(hops.map(({ arriveMs }) => arriveMs)).toEqual([5, 9, 13]);
  });

  it("nothing is refused by a black hole: callers only time out", () => {
    const { links, nodes } = run(pair([onNode("black-hole")], wide(), {}, { timeout: { perTryMs: 50 } }));
    expect(nodes.s.arrivals).toBe(0);
    expect(Object.keys(links["c-s"].failuresByReason)).toEqual(["timeout"]);
  });
});

describe("ramps and parts of a target", () => {
  it("a magnitude climbs in twenty steps, from its first at the start to the whole", () => {
    const ramped = build({
      nodes: { c: even(10), s: steadyServer(0, { slots: 100 }) },
      links: [["c", "s"]],
      faults: [{ ...onLink("link-latency", { addedMs: 200 }, { direction: "forward" }), rampMs: 2000 }],
      durationMs: 3000,
    });
    const added = hopsOf(ramped)
      .filter(({ code }) => code === "request")
      .map(({ departMs, arriveMs }) => [departMs, Math.round(arriveMs - departMs)]);
    // A step every 100 ms adds 10 ms; requests leave together with the steps, after them.
    for (const [departMs, delayMs] of added) expect(delayMs).toBe(Math.min(200, 10 * Math.max(1, Math.round(departMs / 100))));
    expect(added.at(-1)?.[1]).toBe(200);
  });

  it("where nothing can be half broken, ever more of it breaks", () => {
    const session = sessionOf(
      build({
        nodes: { c: even(10), s: steadyServer(1, { replicas: 10 }) },
        links: [["c", "s"]],
        faults: [onNode("crash", {}, {}, { rampMs: 1000 })],
        durationMs: 2000,
      }),
    );
    const down = (nowMs: number) =>
      at(session, nowMs)
        .frame()
        .replicas.reduce((sum, state) => sum + (state === 3 ? 1 : 0), 0);
    expect([down(49), down(149), down(510), down(899), down(1000)]).toEqual([1, 1, 5, 9, 10]);
  });

  it("what comes and goes by itself does so on ever more replicas", () => {
    const session = sessionOf(
      build({
        nodes: { c: even(10), s: steadyServer(1, { replicas: 10 }) },
        links: [["c", "s"]],
        // Each is down almost at once, and stays so.
        faults: [onNode("random-crashes", { mtbfMs: 1, mttrMs: 3_600_000 }, {}, { rampMs: 1000 })],
        durationMs: 2000,
      }),
    );
    const down = (nowMs: number) =>
      at(session, nowMs)
        .frame()
        .replicas.reduce((sum, state) => sum + (state === 3 ? 1 : 0), 0);
    expect([down(49), down(149), down(510), down(899), down(1000)]).toEqual([1, 1, 5, 9, 10]);
  });

  it("poison spreads: its share of the messages climbs", () => {
    const shown = (times: Config) =>
      run(
        build({
          nodes: {
            c: even(1000),
            q: ["queue", { onFailure: "reject" }],
            s: ["server", { slots: 100, serviceTime: { type: "constant", valueMs: 1 } }],
          },
          links: [
            ["c", "q"],
            ["q", "s"],
          ],
          faults: [{ ...onNode("poison-message", { ratio: 0.5 }, {}, times), target: { type: "node", id: "q" } }],
          durationMs: 10_000,
        }),
      ).nodes.q.figures.rejected ?? Number.NaN;
    // Of 10,000 messages a half; and in twenty steps up to that, (1 + 1 + 2 + ... + 19) / 20 / 20 of the half.
    expect(Math.abs(shown({}) - 5000)).toBeLessThan(binomialMargin(10_000, 0.5));
    expect(Math.abs(shown({ rampMs: 10_000 }) - 2387.5)).toBeLessThan(binomialMargin(10_000, 0.23875));
  });

  it.each([
    [{ count: 3 }, 3],
    [{ percent: 25 }, 3],
    [{ percent: 100 }, 10],
    [{ replicas: [4, 7] }, 2],
  ])("hits %j of ten replicas: %i", (part, expected) => {
    const session = sessionOf(
      build({
        nodes: { c: even(10), s: steadyServer(1, { replicas: 10 }) },
        links: [["c", "s"]],
        faults: [onNode("crash", {}, part)],
        durationMs: 1000,
      }),
    );
    expect(
      at(session, 500)
        .frame()
        .replicas.filter((state) => state === 3),
    ).toHaveLength(expected);
  });
});

describe("faults that come and go", () => {
  it("replicas that crash at random are up for MTBF / (MTBF + MTTR) of the time", () => {
    const session = sessionOf(
      build({
        nodes: { c: even(1), s: steadyServer(1, { replicas: 200 }) },
        links: [["c", "s"]],
        faults: [onNode("random-crashes", { mtbfMs: 3000, mttrMs: 1000 })],
        durationMs: 400_000,
      }),
    );
    // Far enough apart that the 200 replicas' states are independent from look to look.
    const looks = 12;
    let up = 0;
    for (let i = 1; i <= looks; i++)
      up += at(session, 30_000 * i)
        .frame()
        .replicas.subarray(1)
        .filter((state) => state === 0).length;
    expect(Math.abs(up - looks * 200 * 0.75)).toBeLessThan(binomialMargin(looks * 200, 0.75));
  });

  it("collector pauses stop the work and lose none of it", () => {
    const calm = run(pair([], steadyServer(5, { slots: 100 }), {}, {}, 100));
    const paused = run(pair([onNode("gc-pauses", { apartMs: 500, pauseMs: 100 })], steadyServer(5, { slots: 100 }), {}, {}, 100));
    expect(paused.requests.failed).toBe(0);
    expect(calm.latencyMs.max).toBe(5);
    expect(paused.latencyMs.max).toBeGreaterThan(50);
    expect(paused.latencyMs.p50).toBeCloseTo(5, 1);
  });
});

describe("load and data", () => {
  it("a busy neighbour takes slots, and is not noticed while few are needed", () => {
    const taken = (ratio: number) => run(pair([onNode("cpu-stress", { ratio })], steadyServer(10, { slots: 8 }), {}, {}, 300)).latencyMs;
    // 300 a second of 10 ms need three slots.
    expect(taken(0.5).max).toBeCloseTo(10, 9);
    expect(taken(0.9).max).toBeGreaterThan(500);
  });

  it("of shared cores a busy neighbour takes cores: what is under way goes on at the new pace", () => {
    const server = steadyServer(10, { work: "sharing", cores: 1, slots: 100 });
    const fault = { id: "f", type: "cpu-stress", target: { type: "node", id: "s" }, startMs: 6, durationMs: 6, params: { ratio: 0.5 } };
    // One request comes at 1: five of its ten milliseconds alone, three in six at half the speed, two alone.
    expect(run(build({ nodes: { c: burst(1), s: server }, links: [["c", "s"]], faults: [fault], durationMs: 100 })).latencyMs.max).toBe(13);
    expect(run(pair([onNode("cpu-stress", { ratio: 1 })], server, {}, {}, 1)).requests.failed).toBe(0);
  });

  it("a herd comes on top of the usual, evenly within its span", () => {
    const session = sessionOf(
      build({
        nodes: { c: burst(0), s: wide() },
        links: [["c", "s"]],
        faults: [
          { id: "f", type: "thundering-herd", target: { type: "node", id: "c" }, startMs: 100, params: { requests: 50, withinMs: 100 } },
        ],
        durationMs: 1000,
      }),
    );
    expect(at(session, 99).frame().issued).toBe(0);
    expect(at(session, 101).frame().issued).toBe(1);
    expect(at(session, 151).frame().issued).toBe(26);
    expect(at(session, 1000).frame().issued).toBe(50);
  });

  it("a hot key draws its share to one shard", () => {
    const topology = build({
      nodes: { c: even(1000, [{ key: { type: "uniform", keys: 1_000_000 } }]), s: ["cache", { capacity: 10 }] },
      links: [["c", "s"]],
      faults: [{ id: "f", type: "hot-key", target: { type: "node", id: "c" }, startMs: 0, params: { ratio: 0.5 } }],
      durationMs: 10_000,
    });
    // The hot key alone stays in a cache that is far too small for the others.
    const { hitRatio } = run(topology).nodes.s.gauges;
    expect(Math.abs(hitRatio * 10_000 - 5000)).toBeLessThan(binomialMargin(10_000, 0.5) + 50);
  });

  it("a flushed cache misses everything once more", () => {
    const topology = (faults: Config[]) =>
      build({
        nodes: { c: even(1000, [{ key: { type: "uniform", keys: 50 } }]), s: ["cache", { capacity: 100, ttlMs: 0 }] },
        links: [["c", "s"]],
        faults,
        durationMs: 10_000,
      });
    const misses = (faults: Config[]) => {
      const { s } = run(topology(faults)).nodes;
      return Math.round(s.arrivals * (1 - s.gauges.hitRatio));
    };
    expect(misses([])).toBe(50);
    expect(misses([onNode("cache-flush", {}, {}, { startMs: 5000 })])).toBe(100);
  });
});
