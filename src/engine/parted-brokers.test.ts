import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../testing/build";
import { at, burst, constant, hopsOf, steadyServer } from "../testing/timeline";

type Config = Record<string, unknown>;

const boundaries = { a: { members: ["c"] }, b: { members: [] }, z: { members: ["d"] } };
const over = (type: string, id: string, startMs: number, durationMs = 1_000_000): Config => ({
  id: type,
  type,
  target: { type: "boundary", id },
  startMs,
  durationMs,
  params: {},
});
const oneKey = [{ name: "w", access: "write", key: { type: "uniform", keys: 1 } }];

describe("a log over three zones", () => {
  const log = (zones: string[], fault: Config) =>
    build({
      nodes: {
        c: burst(200, 100, 0, oneKey),
        x: ["log", { partitions: 1, lingerMs: 0, appendMs: 0, replicationTime: constant(2), minInsync: 2 }],
        w: ["worker", { serviceTime: constant(1) }],
      },
      links: [
        ["c", "x"],
        ["x", "w"],
      ],
      boundaries,
      zones: { x: zones },
      faults: [fault],
      durationMs: 40_000,
    });

  it("loses one with an outage: others lead once its broker's session has ended, and nothing is lost", () => {
    // The broker in zone z leads; its last heartbeat was at 4000, its session ends at 13000.
    const { requests, latencyMs, nodes } = run(log(["z", "a", "b"], over("zone-outage", "z", 5050)));
    expect(nodes.x.figures).toMatchObject({ elections: 1, acknowledgedLost: 0 });
    expect(requests).toMatchObject({ failed: 0 });
    // The record of 5100 is on its way to a broker that is gone: TCP sends it again, and its zone stays dark.
    expect(latencyMs.max).toBeLessThan(9000);
    const lost = run(log(["a", "z", "b"], over("zone-outage", "z", 5050)));
    expect(lost.nodes.x.figures.elections).toBe(0);
    expect(lost.requests).toMatchObject({ ok: 200, failed: 0 });
  });

  it("a partition of the leader's zone is as its loss to those outside", () => {
    const { nodes } = run(log(["z", "a", "b"], over("partition", "z", 5050)));
    expect(nodes.x.figures).toMatchObject({ elections: 1, acknowledgedLost: 0 });
    expect(nodes.x.gauges).toMatchObject({ underReplicated: 1, offline: 0 });
  });

  it("a consumer that is cut off keeps its partition until its session ends, 45 s after its last heartbeat", () => {
    const session = sessionOf(
      build({
        nodes: {
          c: burst(2000, 50),
          x: ["log", { partitions: 2, partitioner: "round-robin", replicationFactor: 1, lingerMs: 0, appendMs: 0 }],
          w: ["worker", { replicas: 2, serviceTime: constant(10) }],
        },
        links: [
          ["c", "x"],
          ["x", "w"],
        ],
        boundaries: { a: { members: ["c", "x"] }, z: { members: [] } },
        zones: { w: ["a", "z"] },
        faults: [over("partition", "z", 10_000)],
        durationMs: 110_000,
      }),
    );
    expect(at(session, 53_999).result().nodes.x.figures.rebalances).toBe(0);
    expect(at(session, 53_999).result().nodes.x.gauges.worstLag).toBeGreaterThan(400);
    expect(at(session, 54_000).result().nodes.x.figures.rebalances).toBe(1);
    expect(at(session, 80_000).result().nodes.x.gauges.worstLag).toBeLessThan(110);
  });
});

describe("a quorum queue over three zones", () => {
  const queue = (zones: string[], fault: Config) =>
    build({
      nodes: {
        c: burst(100, 100),
        d: burst(100, 100),
        x: ["queue", { publishMs: 0, storage: { type: "quorum", members: 3, electionMs: 1000, replicationTime: constant(3) } }],
        w: steadyServer(5),
      },
      links: [
        ["c", "x", {}, { timeout: { perTryMs: 1500 } }],
        ["d", "x", {}, { timeout: { perTryMs: 1500 } }],
        ["x", "w"],
      ],
      boundaries: { a: { members: ["c", "w"] }, b: { members: [] }, z: { members: ["d"] } },
      zones: { x: zones },
      faults: [fault],
      durationMs: 30_000,
    });

  it("the side with most members elects a leader and goes on; the other can publish nothing", () => {
    const { links } = run(queue(["z", "a", "b"], over("partition", "z", 5050)));
    // From 5050 the leader is on the wrong side for the one, and from 6050 on for the other.
    expect(links["c-x"].failed).toBeLessThanOrEqual(10);
    expect(links["d-x"].failed).toBeGreaterThanOrEqual(49);
  });

  it("where the leader is on that side, nothing happens there", () => {
    const { links } = run(queue(["a", "b", "z"], over("partition", "z", 5050)));
    expect(links["c-x"]).toMatchObject({ failed: 0, ok: 100 });
    expect(links["d-x"].failed).toBeGreaterThanOrEqual(49);
  });
});

describe("heartbeats of a queue's consumers", () => {
  const hung = (queue: Config, type = "pause") =>
    hopsOf(
      build({
        nodes: { c: burst(2), x: ["queue", { publishMs: 0, prefetch: 1, ...queue }], v: steadyServer(50), w: steadyServer(50) },
        links: [
          ["c", "x"],
          ["x", "v"],
          ["x", "w"],
        ],
        faults: [
          type === "pause"
            ? { id: "p", type, target: { type: "node", id: "v" }, startMs: 20, durationMs: 100_000 }
            : { id: "p", type, target: { type: "link", id: "x-v" }, startMs: 20, durationMs: 100_000 },
        ],
        durationMs: 130_000,
      }),
    )
      .filter(({ code }) => code === "message")
      .map(({ link, departMs }) => [link, departMs]);

  it.each(["pause", "partition"])("what hangs or is cut off (%s) loses its connection after 60 s, and others get what it held", (type) => {
    expect(hung({}, type)).toEqual([
      ["x-v", 1],
      ["x-w", 2],
      ["x-w", 60_020],
    ]);
    expect(hung({ heartbeatMs: 5000 }, type)[2]).toEqual(["x-w", 5020]);
    expect(hung({ heartbeatMs: 0 }, type)).toHaveLength(2);
  });
});
