import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const instant = { overhead: constant(0) };
const oneKey = (name: string, keys = 1) => [{ name, key: { type: "uniform", keys } }];

/** A burst of requests, one a millisecond, through a gateway to a server that answers at once. */
const through = (gateway: Config, requests: number, operations?: Config[], faults: Config[] = []) =>
  build({
    nodes: { c: burst(requests, 1, 0, operations), g: ["api-gateway", { ...instant, ...gateway }], s: steadyServer(0, { slots: 100 }) },
    links: [
      ["c", "g"],
      ["g", "s"],
    ],
    faults,
    durationMs: 5000,
  });
const passed = (topology: ReturnType<typeof through>, link = "g-s") =>
  hopsOf(topology)
    .filter((hop) => hop.link === link && hop.code === "request")
    .map(({ departMs }) => Math.round(departMs * 1000) / 1000);
const bucket = (burstSize: number) => ({ type: "token-bucket", ratePerSecond: 1, burst: burstSize });

describe("API gateway", () => {
  it("requests over the limit fail as rate limited, those within pass", () => {
    const { requests, nodes } = run(through({ rateLimit: bucket(4) }, 10));
    expect(requests).toMatchObject({ ok: 4, failuresByReason: { "rate limited": 6 } });
    expect(nodes.g.figures.rateLimited).toBe(6);
  });

  it("a busy neighbour takes slots of its own work", () => {
    const stress = { id: "f", type: "cpu-stress", target: { type: "node", id: "g" }, startMs: 0, durationMs: 1000, params: { ratio: 0.5 } };
    const config = { overhead: constant(10), slots: 2 };
    expect(passed(through(config, 4))).toEqual([11, 12, 21, 22]);
    expect(passed(through(config, 4, undefined, [stress]))).toEqual([11, 21, 31, 41]);
  });

  it("a leaky bucket spaces a burst out at its rate", () => {
    const config = { rateLimit: { type: "leaky-bucket", ratePerSecond: 10, burst: 3, delayAfter: 0 } };
    // The first at once, then each 100 ms after the one before; 5 ms leak a twentieth of a request, so that the fifth is one too many.
    expect(passed(through(config, 5))).toEqual([1, 101, 201, 301]);
  });

  it("counts per calling node, per key, and in each replica where counters are not shared", () => {
    const two = (config: Config) =>
      run(
        build({
          nodes: {
            c: burst(10),
            d: burst(10),
            g: ["api-gateway", { ...instant, rateLimit: bucket(4), ...config }],
            s: steadyServer(0, { slots: 100 }),
          },
          links: [
            ["c", "g"],
            ["d", "g"],
            ["g", "s"],
          ],
          durationMs: 1000,
        }),
      ).requests.ok;
    expect([two({}), two({ limitPer: "caller" })]).toEqual([4, 8]);
    expect(run(through({ rateLimit: bucket(1), limitPer: "key" }, 200, oneKey("a", 3))).requests.ok).toBe(3);
    expect(run(through({ rateLimit: bucket(4), replicas: 3 }, 100)).requests.ok).toBe(4);
    expect(run(through({ rateLimit: bucket(4), replicas: 3, sharedCounters: false }, 100)).requests.ok).toBe(12);
  });

  it("says how many it limited in the last full second", () => {
    const session = sessionOf(
      build({
        nodes: {
          c: even(100),
          g: ["api-gateway", { ...instant, rateLimit: { type: "fixed-window", limit: 30, windowMs: 1000 } }],
          s: steadyServer(0, { slots: 100 }),
        },
        links: [
          ["c", "g"],
          ["g", "s"],
        ],
        durationMs: 5000,
      }),
    );
    const limited = (ms: number) => at(session, ms).result().nodes.g.gauges.limitedPerSecond;
    // Of the 99 of the first second 30 pass, of the 100 of each further one, too.
    expect([999, 1500, 2500, 4999].map(limited)).toEqual([0, 69, 70, 70]);
  });

  it("passes each operation to the link that names it, others to the one that names none; without one it is an error", () => {
    const operations = ["a", "b", "x"].map((name) => ({ name }));
    const links = (catchAll: boolean): [string, string, Config?][] => [
      ["c", "g"],
      ["g", "s", { operations: ["a"] }],
      ["g", "t", { operations: catchAll ? [] : ["b"] }],
    ];
    const routed = (catchAll: boolean) =>
      run(
        build({
          nodes: { c: even(100, operations), g: ["api-gateway", instant], s: steadyServer(0), t: steadyServer(0) },
          links: links(catchAll),
          durationMs: 30_000,
        }),
      );
    const all = routed(true);
    expect(all.requests.failed).toBe(0);
    expect(all.links["g-s"].calls + all.links["g-t"].calls).toBe(all.requests.issued);
    expect(Math.abs(all.links["g-s"].calls / all.requests.issued - 1 / 3)).toBeLessThan(0.03);
    const named = routed(false);
    expect(named.links["g-s"].calls + named.links["g-t"].calls).toBe(named.requests.ok);
    expect(named.requests.failuresByReason).toEqual({ error: named.requests.failed });
    expect(Math.abs(named.requests.failed / named.requests.issued - 1 / 3)).toBeLessThan(0.03);
  });

  it("authentication takes its time once per key while it is remembered", () => {
    const config = (cacheTtlMs: number) => ({ authentication: { time: constant(10), cacheTtlMs } });
    const worked = (cacheTtlMs: number) => run(through(config(cacheTtlMs), 100, oneKey("a"))).nodes.g.figures.authentications;
    expect([worked(0), worked(1000)]).toEqual([100, 1]);
    // A request a millisecond from 1 on: remembered from 1 to 51, then from 51 to 101.
    expect(worked(50)).toBe(2);
  });

  it("its own slots and queue bound what it works on; a request that was passed on holds none", () => {
    const config = { slots: 1, queueLimit: 2, overhead: constant(10) };
    expect(run(through(config, 6)).requests).toMatchObject({ ok: 3, failuresByReason: { rejected: 3 } });
    const slow = build({
      nodes: { c: burst(5, 20), g: ["api-gateway", { ...config, queueLimit: 0 }], s: steadyServer(1000, { slots: 10 }) },
      links: [
        ["c", "g"],
        ["g", "s"],
      ],
      durationMs: 3000,
    });
    expect(run(slow)).toMatchObject({ requests: { ok: 5 }, nodes: { g: { utilisationRatio: 50 / 3000 } } });
  });

  it("a crash loses those that wait for their turn, a pause holds them up", () => {
    const config = { rateLimit: { type: "leaky-bucket", ratePerSecond: 10, burst: 3 } };
    const fault = (type: string) => [{ id: "f", type, target: { type: "node", id: "g" }, startMs: 50, durationMs: 100 }];
    expect(run(through(config, 4, undefined, fault("crash"))).requests).toMatchObject({ ok: 1, failuresByReason: { reset: 3 } });
    expect(passed(through(config, 4, undefined, fault("pause")))).toEqual([1, 150, 201, 301]);
  });
});
