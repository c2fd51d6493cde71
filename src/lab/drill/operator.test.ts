import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../testing/build";
import { runDrill, withDrill } from "../../testing/drills";
import { at, constant, even, steadyServer } from "../../testing/timeline";
import { REPLICA_STATES } from "../frame";

type Config = Record<string, unknown>;

const states = (session: ReturnType<typeof sessionOf>, ms: number) =>
  [...at(session, ms).frame().replicas].map((state) => REPLICA_STATES[state]);

describe("scaling by hand", () => {
  const scaled = (replicas: number, more: Config = {}) =>
    build({
      nodes: { c: even(100), s: steadyServer(15, { replicas: 2, slots: 1, queueLimit: 100 }) },
      links: [["c", "s"]],
      faults: [
        {
          id: "f",
          type: "scale",
          target: { type: "node", id: "s" },
          startMs: 1000,
          durationMs: 1000,
          params: { replicas, bootMs: 200, graceMs: 1000, ...more },
        },
      ],
      durationMs: 4000,
    });

  it("boots what is missing, and drains it again when it ends", () => {
    const session = sessionOf(scaled(4));
    const [, client] = ["s", "up"];
    expect(states(session, 999)).toEqual([client, client, "up", "absent", "absent"]);
    expect(states(session, 1100).slice(1)).toEqual(["up", "up", "booting", "booting"]);
    expect(states(session, 1200).slice(1)).toEqual(["up", "up", "up", "up"]);
    expect(states(session, 2100).slice(1)).toEqual(["up", "up", "absent", "absent"]);
    expect(at(session, 4000).result().requests.failed).toBe(0);
  });

  it("drains the last one first, whose work is done, and boots it again when it ends", () => {
    const session = sessionOf(scaled(1));
    expect(states(session, 1100).slice(1)).toEqual(["up", "absent"]);
    expect(states(session, 2100).slice(1)).toEqual(["up", "booting"]);
    expect(states(session, 2200).slice(1)).toEqual(["up", "up"]);
    const { requests } = at(session, 4000).result();
    expect(requests.failed).toBe(0);
    expect(requests.issued).toBe(requests.ok + requests.inFlight);
  });

  it("that sets what is there changes nothing but the room", () => {
    const plain = { ...scaled(2), faults: [] };
    expect(run(scaled(2)).runHash).toBe(run(plain).runHash);
  });
});

describe("a planned failover", () => {
  const write = [{ name: "write", access: "write", key: { type: "uniform", keys: 1 } }];
  const db = (more: Config = {}, fault: Config = { startMs: 1005 }) =>
    build({
      nodes: {
        c: even(100, write),
        db: ["database", { standbys: 2, writeTime: constant(2), lag: constant(50), failover: { electionMs: 300 }, ...more }],
      },
      links: [["c", "db"]],
      faults: [{ id: "f", type: "failover", target: { type: "node", id: "db" }, ...fault }],
      durationMs: 3000,
    });

  it("loses no acknowledged write, though standbys lag; writes are away for the election", () => {
    const { nodes, requests } = run(db());
    // Asked for at 1005, the next leads at 1305; the write sent at 1310 is committed at 1312.
    expect(nodes.db.figures).toMatchObject({ lostWrites: 0, failovers: 1, recoveryMs: 307, outageMs: 0 });
    expect(nodes.db.gauges.leader).toBe(2);
    // Those of 1010 to 1300.
    expect(requests.failuresByReason).toEqual({ unavailable: 30 });
  });

  it("goes on while the old leader is reset, with automatic failover beside it", () => {
    const { nodes } = run(db({ failover: { enabled: true, heartbeatMs: 100, ttlMs: 300, retryMs: 100, electionMs: 300 } }));
    expect(nodes.db.figures).toMatchObject({ lostWrites: 0, failovers: 1, recoveryMs: 307 });
  });

  it("is nothing without a standby", () => {
    const alone = db({ standbys: 0 });
    expect(run(alone).runHash).toBe(run({ ...alone, faults: [] }).runHash);
  });
});

describe("operator actions of a drill", () => {
  const shop = build({
    nodes: { c: even(100), s: steadyServer(15, { replicas: 3, queueLimit: 100 }) },
    links: [["c", "s"]],
  });
  const action = (more: Config) => ({
    hypothesis: ["errors < 0.01% always"],
    windows: { settleMs: 1000, beforeMs: 2000, afterMs: 3000 },
    expectedRecoveryMs: 1000,
    method: { durationMs: 2000, actions: [{ id: "a", node: "s", startMs: 500, ...more }] },
  });

  it("drain and scale without losing a request, and are undone at the method's end", () => {
    for (const more of [
      { type: "drain", replicas: [0] },
      { type: "scale", replicas: 2 },
      { type: "scale", replicas: 5 },
    ]) {
      const { drill, requests } = runDrill(withDrill(shop, action(more)));
      expect(drill.verdict).toBe("held");
      expect(requests.failed).toBe(0);
      expect(drill.steps[0]).toMatchObject({ startMs: 3501, endMs: 5001 });
      expect(drill.blastRadius.nodes[0]).toMatchObject({ id: "s", hit: true });
    }
  });

  it("stay where the rollback leaves them", () => {
    const kept = runDrill(
      withDrill(shop, {
        ...action({ type: "scale", replicas: 1, bootMs: 100 }),
        rollback: { atEnd: "faults" },
        hypothesis: ["utilisation(s) < 80%"],
      }),
    ).drill;
    expect(kept.steps[0].endMs).toBeNull();
    // 100 a second of 15 ms each, on one slot instead of three.
    expect(kept.verdict).toBe("deviated");
    expect(
      runDrill(withDrill(shop, { ...action({ type: "scale", replicas: 1, bootMs: 100 }), hypothesis: ["utilisation(s) < 80%"] })).drill
        .verdict,
    ).toBe("held");
  });
});
