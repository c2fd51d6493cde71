import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const write = [{ name: "write", access: "write" }];
const database = (config: Config): [string, Config] => ["database", { readTime: constant(10), writeTime: constant(10), ...config }];
const onDb = (type: string, startMs: number, durationMs: number, params: Config = {}): Config => ({
  id: type,
  type,
  target: { type: "node", id: "db" },
  startMs,
  durationMs,
  params,
});
const under = (client: [string, Config], config: Config, faults: Config[] = [], durationMs = 1000) =>
  build({ nodes: { c: client, db: database(config) }, links: [["c", "db"]], faults, durationMs });

describe("connections", () => {
  it("callers wait for one so long and no longer", () => {
    // Sent at 1, 2, 3, 4; work ends at 11, 21, 31. The third gives up at 3 + 15, the fourth at 4 + 15.
    const result = run(under(burst(4), { connections: 1, waitTimeoutMs: 15 }));
    expect(result.requests).toMatchObject({ ok: 2, failuresByReason: { timeout: 2 } });
    expect(result.nodes.db.figures.connectionTimeouts).toBe(2);
    expect(run(under(burst(4), { connections: 1, waitTimeoutMs: 0 })).requests.ok).toBe(4);
  });

  it("a connection that comes at the last moment is in time", () => {
    // The third waits from 3 to 21.
    expect(run(under(burst(3), { connections: 1, waitTimeoutMs: 17.9 })).requests.ok).toBe(2);
    expect(run(under(burst(3), { connections: 1, waitTimeoutMs: 18.1 })).requests.ok).toBe(3);
  });

  it("the time limit is for the connection alone: who has one may take as long as it takes", () => {
    expect(run(under(burst(3), { connections: 3, parallelism: 1, waitTimeoutMs: 5 })).requests.ok).toBe(3);
  });

  it("a leak takes one after another, until none is left; when it is mended all are back", () => {
    const topology = under(even(100), { connections: 3, readTime: constant(1) }, [onDb("pool-leak", 101, 400, { perSecond: 20 })]);
    const session = sessionOf(topology);
    const gauge = (ms: number) => at(session, ms).result().nodes.db.gauges;
    // Lost at 151, 201 and 251: from 260 on nobody gets one.
    expect(gauge(255)).toMatchObject({ connectionsAwaited: 0 });
    expect(gauge(290.5)).toMatchObject({ connectionsAwaited: 4, connectionsInUse: 0 });
    expect(gauge(500.5)).toMatchObject({ connectionsAwaited: 25 });
    // Back at 501; three at a time take 1 ms each, and 25 take nine.
    expect(gauge(509.9)).toMatchObject({ connectionsAwaited: 0 });
    expect(at(session, 1000).result().requests.failed).toBe(0);
  });
});

describe("disks", () => {
  it("full: writes fail after their work, reads go on", () => {
    const faults = [onDb("disk-full", 105, 100)];
    expect(run(under(even(100, write), {}, faults)).requests).toMatchObject({ failuresByReason: { error: 10 } });
    expect(run(under(even(100), {}, faults)).requests.failed).toBe(0);
  });

  it("full on a standby: it receives nothing until there is room", () => {
    const { nodes } = at(
      sessionOf(under(even(100, write), { standbys: 1, lag: constant(0) }, [onDb("disk-full", 105, 300)])),
      400,
    ).result();
    expect(nodes.db.gauges.lagMs).toBe(0);
    const standby = { ...onDb("disk-full", 105, 300), target: { type: "node", id: "db", replicas: [1] } };
    const behind = at(sessionOf(under(even(100, write), { standbys: 1, lag: constant(0) }, [standby])), 400).result();
    // The commit of 110 is the oldest it lacks.
    expect(behind.nodes.db.gauges.lagMs).toBe(290);
  });

  it("slow: work that starts during the fault takes longer by the factor, and two factors add up", () => {
    const faults = [onDb("slow-disk", 105, 100, { factor: 4 }), { ...onDb("slow-disk", 155, 100, { factor: 3 }), id: "more" }];
    const session = sessionOf(under(burst(1, 1, 120), {}, faults));
    expect(at(session, 1000).result().latencyMs.max).toBe(40);
    expect(run(under(burst(1, 1, 160), {}, faults)).latencyMs.max).toBe(60);
    expect(run(under(burst(1, 1, 300), {}, faults)).latencyMs.max).toBe(10);
  });
});
