import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const one = (access: string) => [{ name: access, access, key: { type: "uniform", keys: 1 } }];
const cache = (config: Config): [string, Config] => ["cache", { lookupTime: constant(0), ttlMs: 0, ...config }];

/** Reads of one key at 10, 20, 30, ... ms; what is behind the cache takes 25 ms. */
const behind = (config: Config, reads: number, faults: Config[] = [], more: { everyMs?: number; originMs?: number; link?: Config } = {}) =>
  build({
    nodes: { c: burst(reads, more.everyMs ?? 10, 0, one("read")), x: cache(config), o: steadyServer(more.originMs ?? 25, { slots: 100 }) },
    links: [
      ["c", "x", {}, more.link ?? {}],
      ["x", "o"],
    ],
    faults,
    durationMs: 1000,
  });
/** When the origin was asked [ms]. */
const fetchedAt = (topology: ReturnType<typeof behind>) =>
  hopsOf(topology)
    .filter(({ link, code }) => link === "x-o" && code === "request")
    .map(({ departMs }) => departMs);
/** When answers came [ms]. */
const answeredAt = (topology: ReturnType<typeof behind>) =>
  hopsOf(topology)
    .filter(({ link, code }) => link === "c-x" && code !== "request")
    .map(({ arriveMs }) => arriveMs);
const errors = (startMs: number, durationMs = 1000) => ({
  id: `e${startMs}`,
  type: "errors",
  target: { type: "node", id: "o" },
  startMs,
  durationMs,
  params: { ratio: 1 },
});
const onCache = (type: string, startMs: number, durationMs: number) => ({
  id: type,
  type,
  target: { type: "node", id: "x" },
  startMs,
  durationMs,
});

describe("one fetch per key", () => {
  it("those who miss meanwhile wait for the first one's fetch, and are answered with it", () => {
    expect(fetchedAt(behind({}, 4))).toEqual([10, 20, 30]);
    const topology = behind({ singleFlight: true }, 4);
    expect(fetchedAt(topology)).toEqual([10]);
    // Of the reads at 10, 20 and 30 all are answered at 35; the one at 40 hits.
    expect(answeredAt(topology)).toEqual([35, 35, 35, 40]);
    const { nodes, requests } = run(topology);
    expect(requests.ok).toBe(4);
    expect(nodes.x.figures.coalesced).toBe(2);
    expect(nodes.x.gauges.hitRatio).toBe(0.25);
    expect(at(sessionOf(topology), 32).result().nodes.x.gauges.waiting).toBe(3);
  });

  it("keys and shards have fetches of their own", () => {
    const twoKeys = build({
      nodes: {
        c: even(1000, [{ name: "read", key: { type: "uniform", keys: 50 } }]),
        x: cache({ singleFlight: true, shards: 3 }),
        o: steadyServer(400, { slots: 1000 }),
      },
      links: [
        ["c", "x"],
        ["x", "o"],
      ],
      durationMs: 900,
    });
    expect(run(twoKeys).links["x-o"].calls).toBe(50);
  });

  it("a failure is the failure of all who wait; the next read tries again", () => {
    const { links, requests } = run(behind({ singleFlight: true }, 4, [errors(0, 38)]));
    expect(requests).toMatchObject({ ok: 1, failed: 3, failuresByReason: { error: 3 } });
    expect(links["x-o"].calls).toBe(2);
  });

  it("who gives up leaves the others their fetch, the first one too", () => {
    const limited = { timeout: { perTryMs: 20, overallMs: 20 } };
    const grpc = build({
      nodes: { c: burst(3, 10, 0, one("read")), x: cache({ singleFlight: true }), o: steadyServer(25, { slots: 100 }) },
      links: [
        ["c", "x", { protocol: { type: "http2", tls: false, codingMsPerKb: 0 } }, limited],
        ["x", "o"],
      ],
      durationMs: 1000,
    });
    const { links, requests, nodes } = run(grpc);
    expect(links["x-o"].calls).toBe(1);
    expect(links["c-x"].failuresByReason).toEqual({ timeout: 1 });
    expect(requests.ok).toBe(2);
    expect(nodes.x.gauges.waiting).toBe(0);
  });

  it("a crash ends the wait of all, and what the fetch brings is not kept", () => {
    const { requests, nodes, links } = run(behind({ singleFlight: true }, 4, [onCache("crash", 32, 4)]));
    expect(requests).toMatchObject({ ok: 1, failed: 3, failuresByReason: { reset: 3 } });
    expect(nodes.x.gauges).toMatchObject({ waiting: 0, entries: 1 });
    expect(links["x-o"].calls).toBe(2);
  });

  it("a paused cache hears of its fetch when it goes on", () => {
    expect(answeredAt(behind({ singleFlight: true }, 2, [onCache("pause", 30, 30)]))).toEqual([60, 60]);
  });
});

describe("stale entries", () => {
  const ttlMs = 60;

  it("are served while one fetch renews them in the background, for as long as allowed", () => {
    // Stored at 35, fresh until 95: the read at 100 is answered at once and fetches until 125; stale ends at 115.
    const topology = behind({ ttlMs, staleWhileRevalidateMs: 20, singleFlight: true }, 13);
    expect(fetchedAt(topology)).toEqual([10, 100]);
    // Those at 120 wait for the fetch under way.
    expect(answeredAt(topology)).toEqual([35, 35, 35, 40, 50, 60, 70, 80, 90, 100, 110, 125, 130]);
    expect(run(topology).nodes.x.figures).toMatchObject({ stale: 2, refreshes: 1, coalesced: 3 });
  });

  it("without it the read itself fetches", () => {
    expect(fetchedAt(behind({ ttlMs, singleFlight: true }, 13))).toEqual([10, 100]);
    expect(answeredAt(behind({ ttlMs, singleFlight: true }, 13)).slice(-4)).toEqual([125, 125, 125, 130]);
  });

  it("a renewal that fails leaves the entry as it was, and the next read tries again", () => {
    const topology = behind({ ttlMs, staleWhileRevalidateMs: 100, singleFlight: true }, 13, [errors(100, 20)], { originMs: 5 });
    // Stored at 15, fresh until 75; the reads at 80 and 90 are as usual.
    expect(fetchedAt(topology)).toEqual([10, 80]);
    const failing = behind({ ttlMs, staleWhileRevalidateMs: 100, singleFlight: true }, 13, [errors(70, 26)], { originMs: 5 });
    expect(fetchedAt(failing)).toEqual([10, 80, 90, 100]);
    expect(run(failing).requests.ok).toBe(13);
  });

  it("are served where fetching fails, until they are too old", () => {
    const failing = (staleIfErrorMs: number) => run(behind({ ttlMs, staleIfErrorMs }, 20, [errors(50)], { originMs: 5 }));
    // Stored at 15, fresh until 75. Reads from 80 to 200 fail at 85, ..., 205: 10, ..., 130 ms stale.
    expect(failing(0).requests).toMatchObject({ ok: 7, failed: 13 });
    expect(failing(50.5).requests).toMatchObject({ ok: 12, failed: 8 });
    expect(failing(50.5).nodes.x.figures.stale).toBe(5);
    expect(failing(1000).requests.failed).toBe(0);
    expect(failing(1000).nodes.x.gauges.staleRatio).toBeCloseTo(0.65, 6);
  });

  it("a rate limit is no error in the sense of RFC 5861", () => {
    const limited = (config: Config) =>
      run(
        build({
          nodes: {
            c: burst(20, 10, 0, one("read")),
            x: cache({ ttlMs, staleIfErrorMs: 1000 }),
            o: ["external", { latency: constant(5), ...config }],
          },
          links: [
            ["c", "x"],
            ["x", "o"],
          ],
          durationMs: 1000,
        }),
      ).requests;
    const first = { type: "token-bucket", ratePerSecond: 0.001, burst: 1 };
    expect(limited({ limit: first })).toMatchObject({ ok: 7, failuresByReason: { "rate limited": 13 } });
    expect(limited({})).toMatchObject({ ok: 20 });
  });

  it("what a write has invalidated is not served", () => {
    const topology = build({
      nodes: {
        r: burst(3, 10, 0, one("read")),
        w: burst(1, 25, 0, one("write")),
        x: cache({ writes: "around", staleIfErrorMs: 1000, staleWhileRevalidateMs: 1000 }),
        o: steadyServer(1),
      },
      links: [
        ["r", "x"],
        ["w", "x"],
        ["x", "o"],
      ],
      faults: [errors(28)],
      durationMs: 1000,
    });
    expect(run(topology).requests).toMatchObject({ ok: 3, failed: 1 });
  });

  it("entries that came together expire apart with jitter", () => {
    const spread = (ttlJitterRatio: number) =>
      new Set(
        fetchedAt(
          build({
            nodes: {
              c: even(1000, [{ name: "read", key: { type: "uniform", keys: 10 } }]),
              x: cache({ ttlMs: 300, ttlJitterRatio }),
              o: steadyServer(0, { slots: 100 }),
            },
            links: [
              ["c", "x"],
              ["x", "o"],
            ],
            durationMs: 600,
          }),
        ).map((ms) => Math.floor(ms / 100)),
      ).size;
    expect(spread(0)).toBeLessThan(spread(1));
  });
});

describe("a fixed hit ratio", () => {
  it("answers that share of reads whatever their keys, and keeps nothing", () => {
    const { nodes, links } = run(
      build({
        nodes: {
          c: even(1000, [{ name: "read", key: { type: "uniform", keys: 1_000_000 } }]),
          x: cache({ hits: "fixed", hitRatio: 0.8 }),
          o: steadyServer(0, { slots: 100 }),
        },
        links: [
          ["c", "x"],
          ["x", "o"],
        ],
        durationMs: 20_000,
      }),
    );
    const reads = nodes.x.arrivals;
    // 99.9 % of a binomial.
    expect(Math.abs(links["x-o"].calls - 0.2 * reads)).toBeLessThan(3.29 * Math.sqrt(reads * 0.2 * 0.8));
    expect(nodes.x.gauges.entries).toBe(0);
  });
});
