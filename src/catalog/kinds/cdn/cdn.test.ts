import { describe, expect, it } from "vitest";
import { build, poisson, run } from "../../../testing/build";
import { interval } from "../../../testing/queueing-theory";
import { burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const one = (access = "read") => [{ name: access, access, key: { type: "uniform", keys: 1 } }];
const cdn = (config: Config): [string, Config] => ["cdn", { pops: 1, edgeTime: constant(0), ...config }];
const shield = (latencyMs = 5) => ({ capacity: 10, latency: constant(latencyMs) });
const origin = (ms = 20) => steadyServer(ms, { slots: 100 });
const fault = (type: string, startMs: number, durationMs: number, more: Config = {}, params: Config = {}) => ({
  id: `${type}${startMs}`,
  type,
  target: { type: "node", id: "x", ...more },
  startMs,
  durationMs,
  params,
});
const originFails = (startMs: number, durationMs = 1000) => ({
  ...fault("errors", startMs, durationMs, { id: "o" }, { ratio: 1 }),
  id: "fails",
});

/** Two clients that read one key, each in a region of its own: "a" and "b". */
const world = (config: Config, a: [string, Config], b: [string, Config], faults: Config[] = [], regions = ["a", "b"]) =>
  build({
    nodes: { a, b, x: cdn({ pops: 2, ...config }), o: origin() },
    links: [
      ["a", "x"],
      ["b", "x"],
      ["x", "o"],
    ],
    boundaries: {
      [`in-${regions[0]}`]: { members: ["a"], crossLatencyMs: 50 },
      ...(regions[0] === regions[1] ? {} : { [`in-${regions[1]}`]: { members: ["b"], crossLatencyMs: 50 } }),
    },
    faults,
    durationMs: 1000,
  });
const hops = (topology: ReturnType<typeof world>, link: string, asked: boolean) =>
  hopsOf(topology)
    .filter((hop) => hop.link === link && (hop.code === "request") === asked)
    .map((hop) => (asked ? hop.departMs : hop.arriveMs));
const fetchedAt = (topology: ReturnType<typeof world>) => hops(topology, "x-o", true);

describe("points of presence", () => {
  it("are warmed by the users of their own region alone, to whom they are near", () => {
    const topology = world({}, burst(3, 100, 0, one()), burst(3, 100, 10, one()));
    // Each region fetches for itself; no border is crossed on the way to the edge.
    expect(fetchedAt(topology)).toEqual([100, 110]);
    expect(hops(topology, "b-x", false)).toEqual([130, 210, 310]);
  });

  it("are shared by callers of one region", () => {
    const nodes = { a: burst(3, 100, 0, one()), b: burst(3, 100, 50, one()), x: cdn({ pops: 2 }), o: origin() };
    const links: [string, string][] = [
      ["a", "x"],
      ["b", "x"],
      ["x", "o"],
    ];
    expect(fetchedAt(build({ nodes, links, boundaries: { r: { members: ["a", "b"] } }, durationMs: 1000 }))).toEqual([100]);
  });

  it("each see a share of users who are everywhere", () => {
    const { nodes } = run(
      build({
        nodes: { c: even(1000, one()), x: cdn({ pops: 7 }), o: origin(0) },
        links: [
          ["c", "x"],
          ["x", "o"],
        ],
        durationMs: 2000,
      }),
    );
    expect(nodes.x.figures.originFetches).toBe(7);
    expect(nodes.x.gauges.entries).toBe(7);
  });

  it("that are down leave their users to the next one, and start cold", () => {
    const topology = world({}, burst(6, 100, 0, one()), burst(6, 100, 10, one()), [fault("crash", 250, 200, { replicas: [0] })]);
    // a's reads at 300 and 400 come to b's; at 500 its own is empty.
    expect(fetchedAt(topology)).toEqual([100, 110, 500]);
    const { requests, nodes } = run(topology);
    expect(requests.failed).toBe(0);
    expect(nodes.x.figures.rerouted).toBe(2);
    expect(run(world({}, burst(6, 100, 0, one()), burst(6, 100, 10, one()), [fault("crash", 250, 200)])).requests.failuresByReason).toEqual(
      { refused: 4 },
    );
  });
});

describe("fetches", () => {
  it("for one entry are collapsed into one, unless that is off", () => {
    const asked = (config: Config) =>
      fetchedAt(
        build({
          nodes: { a: burst(4, 8, 0, one()), x: cdn(config), o: origin() },
          links: [
            ["a", "x"],
            ["x", "o"],
          ],
          durationMs: 1000,
        }),
      ).length;
    expect([asked({}), asked({ singleFlight: false })]).toEqual([1, 3]);
  });

  it("of what is served stale go on in the background; where they fail the stale entry serves", () => {
    const config = { ttlMs: 100, staleWhileRevalidateMs: 60, staleIfErrorMs: 150 };
    const topology = build({
      nodes: { a: burst(9, 50, 0, one()), x: cdn(config), o: origin() },
      links: [
        ["a", "x"],
        ["x", "o"],
      ],
      faults: [originFails(330)],
      durationMs: 1000,
    });
    // Stored at 70 and 220 and 320 at the latest; from then on nothing renews it: fresh until 320, stale at once until 380, on error until 470.
    const { requests, nodes } = run(topology);
    expect(fetchedAt(topology)).toEqual([50, 200, 350, 400, 450]);
    expect(requests.failed).toBe(1);
    expect(nodes.x.figures).toMatchObject({ refreshes: 2, stale: 3, originFetches: 5 });
    expect(nodes.x.gauges.offload).toBeCloseTo(4 / 9, 6);
  });

  it("a write goes to the origin and invalidates where it came through, nowhere else", () => {
    const mixed = (access: string, startMs: number) => burst(1, 10, startMs, one(access));
    const nodes = { a: burst(4, 100, 0, one()), b: burst(4, 100, 50, one()), w: mixed("write", 200), x: cdn({ pops: 2 }), o: origin() };
    const topology = build({
      nodes,
      links: [
        ["a", "x"],
        ["b", "x"],
        ["w", "x"],
        ["x", "o"],
      ],
      boundaries: { r: { members: ["a", "w"] }, s: { members: ["b"] } },
      durationMs: 1000,
    });
    // Reads of a at 100 and, after the write at 210, at 300; of b at 150 alone.
    expect(fetchedAt(topology)).toEqual([100, 150, 210, 300]);
  });
});

describe("origin shield", () => {
  it("is where misses of all points of presence meet", () => {
    const topology = world({ shield: shield() }, burst(2, 100, 0, one()), burst(2, 100, 10, one()));
    // a asks at 100, the shield at 105, the origin answers at 125, a hears at 130; b asks at 110, waits at the shield from 115 on.
    expect(fetchedAt(topology)).toEqual([105]);
    expect(hops(topology, "a-x", false)).toEqual([130, 200]);
    expect(hops(topology, "b-x", false)).toEqual([130, 210]);
    const late = world({ shield: shield() }, burst(2, 100, 0, one()), burst(2, 100, 50, one()));
    expect(hops(late, "b-x", false)).toEqual([160, 250]);
    expect(run(late).nodes.x.gauges.shieldHitRatio).toBe(0.5);
  });

  it("hands on the age of what it has", () => {
    // At the shield from 125 to 225. b has it from 160 on, and not for 100 ms more.
    const topology = world({ ttlMs: 100, shield: shield() }, burst(1, 100, 0, one()), burst(3, 40, 110, one()));
    expect(hops(topology, "b-x", true)).toEqual([150, 190, 230]);
    expect(fetchedAt(topology)).toEqual([105, 235]);
  });

  it("serves what is stale where the origin fails", () => {
    const config = { ttlMs: 100, staleIfErrorMs: 200, shield: shield() };
    const topology = world(config, burst(1, 100, 0, one()), burst(1, 100, 200, one()), [originFails(200)]);
    // b has nothing of its own; the shield's is stale since 225.
    expect(run(topology).requests).toMatchObject({ ok: 2, failed: 0 });
    expect(run(topology).nodes.x.figures.stale).toBe(1);
    expect(
      run(world({ ...config, staleIfErrorMs: 0 }, burst(1, 100, 0, one()), burst(1, 100, 200, one()), [originFails(200)])).requests.failed,
    ).toBe(1);
  });

  it("that is down is gone past; who waited there asks the origin", () => {
    const down = (startMs: number) =>
      world({ shield: shield() }, burst(1, 100, 0, one()), burst(1, 100, 50, one()), [fault("crash", startMs, 500, { replicas: [2] })]);
    expect(fetchedAt(down(50))).toEqual([100, 150]);
    expect(fetchedAt(down(110))).toEqual([105, 110, 150]);
    expect(run(down(110)).requests).toMatchObject({ ok: 2, failed: 0 });
  });

  it("a point of presence that dies while it waits there leaves nothing behind", () => {
    const topology = world({ shield: shield() }, burst(1, 100, 0, one()), burst(1, 100, 50, one()), [
      fault("crash", 110, 20, { replicas: [0] }),
    ]);
    const { requests, nodes } = run(topology);
    expect(requests).toMatchObject({ ok: 1, failuresByReason: { reset: 1 } });
    expect(nodes.x.gauges).toMatchObject({ waiting: 0, entries: 1 });
    expect(fetchedAt(topology)).toEqual([105]);
  });

  it("a pause holds up what arrives meanwhile", () => {
    const topology = world({ shield: shield() }, burst(1, 100, 0, one()), burst(1, 100, 50, one()), [
      fault("pause", 104, 100, { replicas: [2] }),
    ]);
    expect(fetchedAt(topology)).toEqual([204]);
    expect(hops(topology, "a-x", false)).toEqual([229]);
  });
});

describe("hit ratios against closed forms, 10 replications, 99.9 %", () => {
  const pops = 5;
  /** Reads of one key per time to live. */
  const load = 4;
  const ratios = (config: Config) => {
    const results = Array.from({ length: 10 }, (_, seed) =>
      run(
        build({
          nodes: { c: poisson(1000, one()), x: cdn({ pops, ttlMs: load, ...config }), o: origin(0) },
          links: [
            ["c", "x"],
            ["x", "o"],
          ],
          seed: seed + 1,
          durationMs: 30_000,
        }),
      ),
    );
    return {
      hits: interval(results.map(({ nodes }) => nodes.x.gauges.hitRatio)),
      offload: interval(results.map(({ nodes }) => nodes.x.gauges.offload)),
    };
  };
  const contains = ({ low, high, halfWidthRatio }: ReturnType<typeof interval>, expected: number) => {
    expect(halfWidthRatio).toBeLessThan(0.02);
    expect(low).toBeLessThanOrEqual(expected);
    expect(high).toBeGreaterThanOrEqual(expected);
  };

  it("each point of presence is a cache with a time to live, and a share of the reads", () => {
    const { hits, offload } = ratios({});
    const expected = load / pops / (1 + load / pops);
    contains(hits, expected);
    contains(offload, expected);
  });

  it("a shield fetches as one cache for all; entries expire everywhere when its does", () => {
    const { hits, offload } = ratios({ shield: shield(0) });
    contains(offload, load / (1 + load));
    // Between two fetches from the origin come 1 + load reads; of the other points of presence each misses once if it is asked at all.
    const misses = 1 + (pops - 1) * (1 - Math.exp(-load / pops));
    contains(hits, 1 - misses / (1 + load));
  });
});
