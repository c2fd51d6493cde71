import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const write = [{ name: "write", access: "write", key: { type: "uniform", keys: 1 } }];
const read = [{ name: "read", key: { type: "uniform", keys: 1 } }];
const onDb = (type: string, startMs: number, endMs: number, replicas: number[]): Config => ({
  id: `${type}-${startMs}-${replicas.join("-")}`,
  type,
  target: { type: "node", id: "db", replicas },
  startMs,
  durationMs: endMs - startMs,
});
/** Standbys receive after 20 ms and apply 30 ms later. */
const synchronous = (config: Config): [string, Config] => [
  "database",
  {
    standbys: 2,
    writeTime: constant(5),
    readTime: constant(1),
    lag: constant(20),
    replay: constant(30),
    replication: "synchronous",
    ...config,
  },
];
/** One write, sent at 100. */
const one = (config: Config, faults: Config[] = []) =>
  build({ nodes: { w: burst(1, 1, 99, write), db: synchronous(config) }, links: [["w", "db"]], faults, durationMs: 2000 });
const took = (config: Config, faults: Config[] = []) => run(one(config, faults)).latencyMs.max;

describe("a synchronous commit", () => {
  it("is answered once its standbys have it on disk, or have applied it", () => {
    expect(took({ replication: "asynchronous" })).toBe(5);
    expect(took({})).toBe(25);
    expect(took({ commitAfter: "applied" })).toBe(55);
  });

  it("blocks while no synchronous standby is connected, until one returns", () => {
    const faults = [onDb("crash", 50, 900, [1]), onDb("crash", 50, 700, [2])];
    const session = sessionOf(one({}, faults));
    expect(at(session, 699).result().nodes.db).toMatchObject({ ok: 0, failed: 0, gauges: { commitsWaiting: 1, connectionsInUse: 1 } });
    // What it missed the standby gets at once.
    expect(took({}, faults)).toBe(600);
    const forEver = run(one({ standbys: 0 })).nodes.db;
    expect(forEver).toMatchObject({ ok: 0, failed: 0, gauges: { commitsWaiting: 1 } });
  });

  it("goes on at once with the next standby when the first one is lost", () => {
    expect(took({}, [onDb("crash", 50, 900, [1])])).toBe(25);
    // Lost at 110, on the way: the next one has it at 125.
    expect(took({}, [onDb("crash", 110, 900, [1])])).toBe(25);
    expect(took({ syncStandbys: 2 }, [onDb("crash", 110, 900, [1])])).toBe(800);
  });

  it("does not know that a paused standby will not answer", () => {
    expect(took({}, [onDb("pause", 50, 900, [1])])).toBe(800);
    // Any one will do.
    expect(took({ replication: "quorum" }, [onDb("pause", 50, 900, [1])])).toBe(25);
    expect(took({ replication: "quorum", syncStandbys: 2 }, [onDb("pause", 50, 900, [1])])).toBe(800);
  });

  it("waits with its connection and without a slot", () => {
    const two = (connections: number) =>
      run(
        build({
          nodes: { w: burst(2, 1, 99, write), db: synchronous({ connections, parallelism: 1 }) },
          links: [["w", "db"]],
          durationMs: 1000,
        }),
      ).latencyMs.max;
    // 100-105, then 105-110 and 20 more; sent at 101. With one connection the second begins at 125.
    expect([two(2), two(1)]).toEqual([29, 49]);
  });

  it("with standbys gone the pool runs dry, and even reads wait", () => {
    const topology = build({
      nodes: { w: burst(3, 10, 90, write), r: burst(1, 1, 199, read), db: synchronous({ connections: 3 }) },
      links: [
        ["w", "db"],
        ["r", "db"],
      ],
      faults: [onDb("stop-replication", 50, 500, [1, 2])],
      durationMs: 1000,
    });
    expect(run(topology).nodes.r.latencyMs.max).toBe(301);
  });

  it("leaves reads of standbys stale until they have applied it, and none when it waits for that", () => {
    const stale = (commitAfter: string) =>
      run(
        build({
          nodes: { w: burst(1, 1, 99, write), r: even(100, read), db: synchronous({ standbys: 1, readFrom: "standbys", commitAfter }) },
          links: [
            ["w", "db"],
            ["r", "db"],
          ],
          durationMs: 1000,
        }),
      ).nodes.db.figures.staleReads;
    // Acknowledged at 125 and applied at 155: reads look at 131, 141 and 151.
    expect(stale("received")).toBe(3);
    expect(stale("applied")).toBe(0);
  });

  it("is no longer waited for once replication is made asynchronous", () => {
    const topology = one({ standbys: 0 });
    const session = sessionOf(topology);
    at(session, 300);
    const nodes = topology.nodes.map((node) =>
      node.id === "db" ? { ...node, config: { ...node.config, replication: "asynchronous" } } : node,
    );
    expect(session.retune({ ...topology, nodes } as typeof topology)).toBe(true);
    expect(at(session, 2000).result().requests.ok).toBe(1);
  });
});
