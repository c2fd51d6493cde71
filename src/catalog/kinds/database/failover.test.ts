import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const write = [{ name: "write", access: "write", key: { type: "uniform", keys: 1 } }];
const read = [{ name: "read", key: { type: "uniform", keys: 1 } }];
const onDb = (type: string, startMs: number, durationMs?: number, params: Config = {}, replicas?: number[]): Config => ({
  id: `${type}-${startMs}`,
  type,
  target: { type: "node", id: "db", ...(replicas ? { replicas } : {}) },
  startMs,
  ...(durationMs === undefined ? {} : { durationMs }),
  params,
});
/** Patroni's defaults, a hundred times as fast. */
const failover = { enabled: true, heartbeatMs: 100, ttlMs: 300, retryMs: 100, electionMs: 10 };
/** A write every 10 ms, from 15 to 1905, committed 2 ms later; standbys receive it 50 ms after that. */
const written = (config: Config, faults: Config[], durationMs = 2000) =>
  build({
    nodes: {
      w: burst(190, 10, 5, write),
      db: ["database", { standbys: 2, writeTime: constant(2), readTime: constant(1), lag: constant(50), failover, ...config }],
    },
    links: [["w", "db"]],
    faults,
    durationMs,
  });
const leaderAt = (session: ReturnType<typeof sessionOf>, ms: number) => at(session, ms).result().nodes.db.gauges.leader;

describe("failover", () => {
  it("comes when the lock of a dead leader has expired and an election is over: exact times", () => {
    // Heartbeats at 100 and 200; death at 250; the lock expires at 500, the election ends at 510.
    const session = sessionOf(written({}, [onDb("kill-leader", 250)]));
    expect([249, 499, 500, 509, 510].map((ms) => leaderAt(session, ms))).toEqual([1, 1, 0, 0, 2]);
    const { nodes, requests } = at(session, 2000).result();
    // Writes from 255 to 505 find nobody who may take them; none is refused, for the callers ask who leads.
    expect(requests.failuresByReason).toEqual({ unavailable: 26 });
    // The write sent at 515 is committed at 517.
    expect(nodes.db.figures).toMatchObject({ failovers: 1, recoveryMs: 267 });
  });

  it("loses what was acknowledged and not received: asynchronous", () => {
    // Committed at 17, 27, ..., 247; received by 250 are those up to 197, acknowledged all: five are lost.
    const { nodes, requests } = run(written({}, [onDb("kill-leader", 250)]));
    expect(nodes.db.figures).toMatchObject({ lostWrites: 5, conflictingWrites: 0 });
    expect(requests.ok + requests.failed).toBe(190);
  });

  it("loses nothing under synchronous replication, whoever else dies first", () => {
    for (const replication of ["synchronous", "quorum"]) {
      const session = sessionOf(written({ replication, lag: constant(8) }, [onDb("kill-leader", 250)]));
      const { nodes, requests } = at(session, 2000).result();
      expect(nodes.db.figures).toMatchObject({ failovers: 1, lostWrites: 0 });
      // The one of 245 waits for its standby when the leader dies.
      expect(requests.failuresByReason).toEqual({ unavailable: 26, reset: 1 });
    }
  });

  it("under synchronous replication nobody is promoted who may lack an acknowledged commit", () => {
    // The synchronous standby is instance 2 of 3, and dies with the leader; the third may lag.
    const faults = [onDb("crash", 250, 1000, {}, [0, 1])];
    const session = sessionOf(written({ replication: "synchronous", lag: constant(1) }, faults));
    expect([600, 1200].map((ms) => leaderAt(session, ms))).toEqual([0, 0]);
    // Back at 1250, it is elected after the next heartbeat, at 1300, or the old leader is: both have everything.
    expect(leaderAt(session, 1310)).toBe(1);
    expect(at(session, 2000).result().nodes.db.figures).toMatchObject({ failovers: 0, lostWrites: 0 });
    // Asynchronously the third would have led from 510 on.
    expect(leaderAt(sessionOf(written({ lag: constant(1) }, faults)), 510)).toBe(3);
  });

  it("ANY 1 of 2 needs both standbys to be sure, ANY 2 one", () => {
    const faults = [onDb("crash", 250, undefined, {}, [0, 2])];
    const leads = (syncStandbys: number) =>
      leaderAt(sessionOf(written({ replication: "quorum", syncStandbys, lag: constant(1) }, faults)), 900);
    expect([leads(1), leads(2)]).toEqual([0, 2]);
  });

  it("a leader that is back before its lock expires goes on leading, and nothing is lost", () => {
    const session = sessionOf(written({}, [onDb("kill-leader", 250, 200)]));
    expect([300, 460, 700].map((ms) => leaderAt(session, ms))).toEqual([1, 1, 1]);
    const { nodes } = at(session, 2000).result();
    // Back at 450; the write of 455 is committed at 457.
    expect(nodes.db.figures).toMatchObject({ failovers: 0, lostWrites: 0, recoveryMs: 207 });
  });

  it("the old leader comes back as a standby of the new one", () => {
    const session = sessionOf(written({ readFrom: "standbys", standbys: 1 }, [onDb("kill-leader", 250, 500)]));
    expect([700, 800].map((ms) => leaderAt(session, ms))).toEqual([2, 2]);
    const { gauges } = at(session, 1000).result().nodes.db;
    // Level with what was committed 50 ms ago.
    expect(gauges.lagMs).toBeGreaterThan(0);
    expect(gauges.lagMs).toBeLessThanOrEqual(50);
  });

  it("promotes the standby that has most, and none that lags by more than allowed", () => {
    const behind = [onDb("stop-replication", 100, undefined, {}, [1]), onDb("kill-leader", 250)];
    expect(leaderAt(sessionOf(written({}, behind)), 600)).toBe(3);
    const both = [onDb("stop-replication", 100, undefined, {}, [1, 2]), onDb("kill-leader", 250)];
    // Each write is 500 B; at the heartbeat of 200 they lack those from 57 to 197: 15.
    expect(leaderAt(sessionOf(written({ failover: { ...failover, maxLagBytes: 7499 } }, both)), 900)).toBe(0);
    expect(leaderAt(sessionOf(written({ failover: { ...failover, maxLagBytes: 7500 } }, both)), 900)).toBe(2);
  });

  it("without it writes are refused until the leader is back", () => {
    const { requests, nodes } = run(written({ failover: { ...failover, enabled: false } }, [onDb("kill-leader", 250, 500)]));
    expect(requests.failuresByReason).toEqual({ refused: 50 });
    expect(nodes.db.figures).toMatchObject({ failovers: 0, lostWrites: 0, recoveryMs: 507 });
  });

  it("kill the leader kills whoever leads then, and stays with the victim", () => {
    const session = sessionOf(written({}, [onDb("kill-leader", 250, 1500), onDb("kill-leader", 900, 100)]));
    expect([600, 950, 1210].map((ms) => leaderAt(session, ms))).toEqual([2, 2, 2]);
    const again = sessionOf(written({}, [onDb("kill-leader", 250, 1500), onDb("kill-leader", 900, 700)]));
    // Heartbeat of 800, expired at 1100.
    expect([1099, 1110].map((ms) => leaderAt(again, ms))).toEqual([2, 3]);
  });

  it("reads may go on where the primary is only preferred", () => {
    const topology = build({
      nodes: {
        r: even(100, read),
        db: ["database", { standbys: 1, readTime: constant(1), readFrom: "primary-preferred", failover }],
      },
      links: [["r", "db"]],
      faults: [onDb("kill-leader", 255)],
      durationMs: 1000,
    });
    expect(run(topology).requests).toMatchObject({ failed: 0 });
  });
});

describe("a leader that is cut off", () => {
  const isolate = (callersRatio: number, durationMs?: number) => [onDb("isolate-leader", 250, durationMs, { callersRatio })];

  it("steps down before anybody else leads: the next heartbeat, and then its retries", () => {
    // The heartbeat of 300 fails; it steps down at 400. The lock of 200 expires at 500.
    const session = sessionOf(written({}, isolate(1)));
    expect([399, 400, 509, 510].map((ms) => leaderAt(session, ms))).toEqual([1, 0, 0, 2]);
    const { nodes, requests } = at(session, 2000).result();
    // All callers are on its side. 255 to 395 are accepted and lost, with the five before them.
    expect(nodes.db.figures).toMatchObject({ lostWrites: 20, conflictingWrites: 0 });
    // Nobody on that side reaches the new leader.
    expect(requests.failuresByReason).toEqual({ unavailable: 151 });
  });

  it("loses nothing under synchronous replication: its commits wait, and break when it steps down", () => {
    const { nodes, requests } = run(written({ replication: "synchronous", lag: constant(1) }, isolate(1)));
    expect(nodes.db.figures).toMatchObject({ lostWrites: 0 });
    expect(requests.failuresByReason).toEqual({ reset: 15, unavailable: 151 });
  });

  it("without fencing both accept writes: what the old one accepts is lost and counted as conflicting", () => {
    const topology = written({ failover: { ...failover, fencing: false } }, isolate(1, 500));
    const { nodes, requests } = run(topology);
    // Beside each other from 510 on, until the heartbeat of 800 finds the old one again: writes sent at 515 to 745 go
    // there, for after 750 all callers reach the new one.
    expect(nodes.db.figures).toMatchObject({ failovers: 1, conflictingWrites: 24 });
    // 197 was the last one received in time; 207 to 507 were lost by the failover.
    expect(nodes.db.figures.lostWrites).toBe(24 + 31);
    expect(requests.failed).toBe(0);
  });

  it("callers on the other side reach nobody until another leads", () => {
    const { requests, nodes } = run(written({ failover: { ...failover, fencing: false } }, isolate(0)));
    expect(requests.failuresByReason).toEqual({ unavailable: 26 });
    expect(nodes.db.figures).toMatchObject({ conflictingWrites: 0, lostWrites: 5, recoveryMs: 267 });
  });

  it("goes on as if nothing had been when the cut heals in time", () => {
    const { requests, nodes } = run(written({}, isolate(1, 100)));
    expect(requests.failed).toBe(0);
    expect(nodes.db.figures).toMatchObject({ failovers: 0, lostWrites: 0, recoveryMs: null });
  });
});

describe("a leader that is paused", () => {
  it("breaks its connections when it goes on, if fenced", () => {
    // Those of 255 to 495 wait in it; from 500 on callers know that nobody leads.
    const { requests, nodes } = run(written({}, [onDb("pause", 250, 500, {}, [0])]));
    expect(requests.failuresByReason).toEqual({ reset: 25, unavailable: 1 });
    expect(nodes.db.figures).toMatchObject({ lostWrites: 5, conflictingWrites: 0 });
  });

  it("works off what waited in it, if not: in vain", () => {
    const { requests, nodes } = run(written({ failover: { ...failover, fencing: false } }, [onDb("pause", 250, 500, {}, [0])]));
    // Those of 255 to 505 waited; all are acknowledged between 750 and the heartbeat of 800.
    expect(requests.failed).toBe(0);
    expect(nodes.db.figures).toMatchObject({ conflictingWrites: 26, lostWrites: 31 });
  });
});
