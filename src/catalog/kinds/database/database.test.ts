import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const write = [{ name: "write", access: "write", key: { type: "uniform", keys: 1 } }];
const read = [{ name: "read", key: { type: "uniform", keys: 1 } }];
const database = (config: Config): [string, Config] => [
  "database",
  { readTime: constant(10), writeTime: constant(6), lag: constant(0), ...config },
];
const alone = (requests: number, config: Config) =>
  build({ nodes: { c: burst(requests), db: database(config) }, links: [["c", "db"]], durationMs: 1000 });

describe("database", () => {
  it("callers wait for a connection up to a limit", () => {
    // 1-11, 11-21; the third finds one waiting.
    const result = run(alone(3, { connections: 1, waitLimit: 1 }));
    expect(result.requests).toMatchObject({ ok: 2, failuresByReason: { rejected: 1 } });
    expect(result.latencyMs.max).toBe(19);
    expect(result.nodes.db.queueLengthMax).toBe(1);
  });

  it("holds a connection from start to end, but works on only so many queries at once", () => {
    const topology = alone(3, { connections: 3, parallelism: 1 });
    expect(at(sessionOf(topology), 5).result().nodes.db.gauges.connectionsInUse).toBe(3);
    expect(run(topology).latencyMs).toMatchObject({ max: 28 });
    expect(run(alone(3, { connections: 3, parallelism: 3 })).latencyMs).toMatchObject({ max: 10 });
  });

  it("reads and writes take their own times", () => {
    const timeOf = (operations: Config[]) =>
      run(build({ nodes: { c: burst(1, 1, 0, operations), db: database({}) }, links: [["c", "db"]], durationMs: 100 })).latencyMs.max;
    expect([timeOf(read), timeOf(write)]).toEqual([10, 6]);
  });

  /** Reads every 10 ms and one write at 1 ms, committed at 7. */
  const followed = (config: Config, faults: Config[] = []) =>
    build({
      nodes: {
        r: even(100, read),
        w: burst(1, 1, 0, write),
        db: database({ standbys: 1, readFrom: "standbys", readTime: constant(3), ...config }),
      },
      links: [
        ["r", "db"],
        ["w", "db"],
      ],
      faults,
      durationMs: 1000,
    });

  it("a read from a standby is stale until the commit has been applied there", () => {
    // Applied at 107; reads look at 13, 23, ..., 103: ten of them miss the commit.
    expect(run(followed({ lag: constant(100) })).nodes.db.gauges.staleReads).toBe(10);
    expect(run(followed({ lag: constant(0) })).nodes.db.gauges.staleReads).toBe(0);
    expect(run(followed({ lag: constant(100), readFrom: "primary" })).nodes.db.gauges.staleReads).toBe(0);
  });

  it("without a lag a read of the same instant as the commit is fresh", () => {
    expect(run(followed({ writeTime: constant(12) })).nodes.db.gauges.staleReads).toBe(0);
  });

  it("shows as lag the age of the oldest commit not yet applied", () => {
    const late = build({
      nodes: { w: burst(2, 20, 500, write), db: database({ standbys: 1, lag: constant(100) }) },
      links: [["w", "db"]],
      durationMs: 1000,
    });
    const session = sessionOf(late);
    const lag = (ms: number) => at(session, ms).result().nodes.db.gauges.lagMs;
    // Commits at 526 and 546, applied at 626 and 646.
    expect([525, 536, 625, 626, 640, 646].map(lag)).toEqual([0, 10, 99, 80, 94, 0]);
  });

  const down = (replicas?: number[]) => [
    { id: "f", type: "crash", target: { type: "node", id: "db", ...(replicas ? { replicas } : {}) }, startMs: 0 },
  ];

  it("writes need the primary; reads from standbys go on without it", () => {
    const { links } = run(followed({}, down([0])));
    expect(links["w-db"].failuresByReason).toEqual({ refused: 1 });
    expect(links["r-db"]).toMatchObject({ ok: 99, failed: 0 });
  });

  it("reads skip a standby that is down, and fall back to the primary", () => {
    expect(run(followed({ standbys: 2 }, down([1]))).requests.failed).toBe(0);
    expect(run(followed({}, down([1]))).requests.failed).toBe(0);
    expect(run(followed({}, down())).requests.ok).toBe(0);
  });

  it("a standby that was down has caught up when it is back", () => {
    const crash = { id: "f", type: "crash", target: { type: "node", id: "db", replicas: [1] }, startMs: 5, durationMs: 295 };
    const { gauges } = run(followed({ lag: constant(20), standbys: 1 }, [crash])).nodes.db;
    expect(gauges).toMatchObject({ staleReads: 0, lagMs: 0 });
  });

  it("a write that a balancer sends to a standby is refused as read-only", () => {
    const { links } = run(
      build({
        nodes: { c: even(100, write), lb: ["load-balancer", {}], db: database({ standbys: 1 }) },
        links: [
          ["c", "lb"],
          ["lb", "db"],
        ],
        durationMs: 1000,
      }),
    );
    expect(links["lb-db"]).toMatchObject({ ok: 50, failuresByReason: { unavailable: 50 } });
  });

  it("a crash resets what it works on and what waits", () => {
    const topology = build({
      nodes: { c: burst(3), db: database({ connections: 1 }) },
      links: [["c", "db"]],
      faults: [{ id: "f", type: "crash", target: { type: "node", id: "db" }, startMs: 5, durationMs: 5 }],
      durationMs: 100,
    });
    const { requests, nodes } = run(topology);
    expect(requests.failuresByReason).toEqual({ reset: 3 });
    expect(nodes.db.gauges.connectionsInUse).toBe(0);
  });
});
