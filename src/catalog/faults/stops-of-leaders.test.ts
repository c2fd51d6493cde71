import { describe, expect, it } from "vitest";
import { build, run } from "../../testing/build";
import { burst, constant, steadyServer } from "../../testing/timeline";

type Config = Record<string, unknown>;

const stop = (startMs: number, params: Config = {}, replicas?: number[], durationMs = 60_000): Config => ({
  id: "stop",
  type: "graceful-stop",
  target: { type: "node", id: "x", ...(replicas ? { replicas } : {}) },
  startMs,
  durationMs,
  params,
});
const rolling = { order: "rolling", bootMs: 500 };
const oneKey = [{ name: "w", access: "write", key: { type: "uniform", keys: 1 } }];

describe("a broker of a log that is told to stop", () => {
  const log = (faults: Config[], more: Config = {}) =>
    run(
      build({
        nodes: {
          c: burst(8000, 1, 0, oneKey),
          x: ["log", { partitions: 1, lingerMs: 0, appendMs: 0, replicationTime: constant(2), acks: "all", minInsync: 2, ...more }],
          w: ["worker", { serviceTime: constant(0), slots: 10 }],
        },
        links: [
          ["c", "x"],
          ["x", "w"],
        ],
        faults,
        durationMs: 10_000,
      }),
    );

  it("hands its partitions over: nobody waits for its session to end", () => {
    const { latencyMs, requests, nodes } = log([stop(4000, {}, [0])]);
    expect(requests).toMatchObject({ ok: 8000, failed: 0 });
    expect(latencyMs.max).toBeLessThanOrEqual(4);
    expect(nodes.x.figures).toMatchObject({ elections: 1, acknowledgedLost: 0 });
    // A crash, in contrast, is noticed 9 s after the last heartbeat.
    expect(log([{ ...stop(4000, {}, [0]), type: "crash" }]).requests.ok).toBeLessThan(4010);
  });

  it("one after another: the whole log is restarted and no producer notices", () => {
    const { latencyMs, requests, nodes } = log([stop(3000, rolling)]);
    expect(requests).toMatchObject({ ok: 8000, failed: 0 });
    expect(latencyMs.max).toBeLessThanOrEqual(4);
    expect(nodes.x.figures.acknowledgedLost).toBe(0);
    expect(nodes.x.gauges).toMatchObject({ underReplicated: 0, offline: 0 });
  });

  it("that alone has the records leads on until its process ends; a stop called off leaves all as it was", () => {
    const alone = { brokers: 1, replicationFactor: 1, minInsync: 1 };
    expect(log([stop(4000, {}, [0], 1000)], alone).nodes.x.figures).toMatchObject({ elections: 0 });
    const calledOff = log([{ ...stop(4000, { graceMs: 60_000 }, [0], 0.5) }]);
    expect(calledOff.requests.failed).toBe(0);
    expect(calledOff.nodes.x.gauges.underReplicated).toBe(0);
  });
});

describe("the leader of a quorum queue that is told to stop", () => {
  it("hands over at once: no publisher waits, and consumers keep and acknowledge what they hold", () => {
    const queue = (type: string, params: Config) =>
      run(
        build({
          nodes: {
            c: burst(50, 20),
            x: [
              "queue",
              { publishMs: 0, prefetch: 2, storage: { type: "quorum", members: 3, electionMs: 1000, replicationTime: constant(3) } },
            ],
            w: steadyServer(15),
          },
          links: [
            ["c", "x"],
            ["x", "w"],
          ],
          faults: [{ ...stop(410, params, type === "crash" ? [0] : undefined), type }],
          durationMs: 10_000,
        }),
      );
    const stopped = queue("graceful-stop", rolling);
    expect(stopped.requests).toMatchObject({ ok: 50, failed: 0 });
    expect(stopped.latencyMs.max).toBe(3);
    expect(stopped.nodes.x.figures).toMatchObject({ duplicates: 0, lost: 0 });
    expect(stopped.nodes.x.gauges.redelivered).toBe(0);
    const crashed = queue("crash", {});
    expect(crashed.latencyMs.max).toBeGreaterThan(900);
    expect(crashed.nodes.x.gauges.redelivered).toBeGreaterThan(0);
  });
});

describe("the primary of a database that is told to stop", () => {
  const database = (type: string, params: Config, failover = true) =>
    run(
      build({
        nodes: {
          c: burst(800, 10, 0, oneKey),
          x: ["database", { standbys: 2, writeTime: constant(2), lag: constant(1), failover: { enabled: failover, electionMs: 100 } }],
        },
        links: [["c", "x"]],
        faults: [{ ...stop(2001, params, type === "crash" || !failover ? [0] : undefined), type }],
        durationMs: 60_000,
      }),
    );

  it("hands over to a standby: an election's time without writes, not the lock's; nothing is lost", () => {
    const { requests, nodes } = database("graceful-stop", rolling);
    // Of three instances the first leads, and then the second, when its turn comes.
    expect(nodes.x.figures.failovers).toBeGreaterThanOrEqual(1);
    expect(nodes.x.figures.failovers).toBeLessThanOrEqual(3);
    expect(nodes.x.figures.recoveryMs).toBeLessThan(120);
    expect(nodes.x.figures.lostWrites).toBe(0);
    expect(requests.failed).toBeLessThanOrEqual(3 * 12);
    expect(database("crash", {}).requests.failed).toBeGreaterThan(500);
  });

  it("without failover it finishes what it has, refuses the rest, and nobody takes over", () => {
    const { requests, nodes } = database("graceful-stop", {}, false);
    expect(requests.failuresByReason).toEqual({ refused: 600 });
    expect(nodes.x.figures.failovers).toBe(0);
  });
});

describe("a node of a quorum store that is told to stop", () => {
  it("is asked by no client any more and finishes what it asks others for; one after another nobody notices", () => {
    const store = (faults: Config[]) =>
      run(
        build({
          nodes: { c: burst(500, 10, 0, oneKey), x: ["quorum-store", { nodes: 5 }] },
          links: [["c", "x"]],
          faults,
          durationMs: 10_000,
        }),
      ).requests;
    expect(store([stop(1003, rolling)])).toMatchObject({ ok: 500, failed: 0 });
    expect(store([stop(1003, {})]).failuresByReason.refused).toBeGreaterThan(390);
  });
});
