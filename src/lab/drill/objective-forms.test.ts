import { describe, expect, it } from "vitest";
import { build } from "../../testing/build";
import { runDrill, withDrill } from "../../testing/drills";
import { constant, even, steadyServer } from "../../testing/timeline";
import { measures } from "../../topology/objectives/measures";
import type { Topology } from "../../topology/schema";

/**
 * The judge against runs whose figures are known: for each form of objective one that misses it by a little, and one
 * that is as little on the other side. Arrivals are even and times constant, so that nothing is left to chance.
 */
type Config = Record<string, unknown>;
type Scene = readonly [topology: Topology, method: Config];

const windows = { settleMs: 1000, beforeMs: 2000, afterMs: 6000 };
const write = [{ name: "write", access: "write", deadlineMs: 100, key: { type: "uniform", keys: 1 } }];
const shop = [{ name: "checkout", deadlineMs: 100 }];
const onNode = (type: string, durationMs: number, params: Config = {}, id = "x"): Config => ({
  faults: [{ id: "f", type, target: { type: "node", id }, startMs: 0, durationMs, params }],
});

/** A server that answers after exactly so long, however many there are. */
const slow = (factor: number): Scene => [
  build({ nodes: { c: even(100, shop), x: steadyServer(20, { work: "infinite" }) }, links: [["c", "x"]] }),
  onNode("slow", 2000, { factor }),
];
/** Down for so long in a method of two seconds. */
const down = (ms: number): Scene => [
  build({ nodes: { c: even(100, shop), x: steadyServer(1, { slots: 4 }) }, links: [["c", "x"]] }),
  { durationMs: 2000, ...onNode("crash", ms) },
];
const traffic = (ratePerSecond: number): Scene => [
  build({ nodes: { c: even(100, shop), x: steadyServer(5, { slots: 1, queueLimit: 1000 }) }, links: [["c", "x"]] }),
  { traffic: [{ id: "t", startMs: 0, durationMs: 2000, change: { type: "rate", ratePerSecond } }] },
];
/** Nobody takes messages for a while. */
const unread = (broker: [string, Config], ratePerSecond: number, ms = 2000): Scene => [
  build({
    nodes: { c: even(ratePerSecond, shop), q: broker, x: ["worker", { replicas: 1, slots: 8, serviceTime: constant(1) }] },
    links: [
      ["c", "q"],
      ["q", "x"],
    ],
  }),
  onNode("consumer-stopped", ms),
];
const queue: [string, Config] = ["queue", {}];
/** Offsets are committed ten times a second: what has been read since counts as lag. */
const log: [string, Config] = ["log", { lingerMs: 0, commitIntervalMs: 100 }];
/** Standbys receive nothing for so long. */
const lagging = (ms: number): Scene => [
  build({
    nodes: { c: even(100, write), x: ["database", { standbys: 1, writeTime: constant(1), lag: constant(5), replay: constant(0) }] },
    links: [["c", "x"]],
  }),
  onNode("stop-replication", ms),
];
/** The leader dies, and with it what its standby, so far behind, had not received. */
const losing = (lagMs: number): Scene => [
  build({
    nodes: {
      c: even(100, write),
      x: [
        "database",
        {
          standbys: 1,
          writeTime: constant(1),
          lag: constant(lagMs),
          failover: { enabled: true, heartbeatMs: 100, ttlMs: 300, retryMs: 100, electionMs: 10 },
        },
      ],
    },
    links: [["c", "x"]],
  }),
  onNode("kill-leader", 2000),
];
/** An operator asks for another leader: the election takes so long. */
const switching = (electionMs: number): Scene => [
  build({
    nodes: { c: even(100, write), x: ["database", { standbys: 1, writeTime: constant(1), lag: constant(5), failover: { electionMs } }] },
    links: [["c", "x"]],
  }),
  { durationMs: 2000, actions: [{ id: "a", type: "failover", node: "x", startMs: 0 }] },
];
/** Paused for so long, the backlog of 80 a second drains at 20 a second: in four times as long. */
const backlog = (ms: number): Scene => [
  build({ nodes: { c: even(80, shop), x: steadyServer(10, { queueLimit: 1000 }) }, links: [["c", "x"]] }),
  onNode("pause", ms),
];

const forms: readonly (readonly [objective: string, held: Scene, missed: Scene])[] = [
  ...["p50", "p75", "p90", "p95", "p99", "p999", "p9999", "mean", "max"].flatMap((measure) => [
    [`${measure}(checkout) < 300ms during`, slow(14.7), slow(15.3)] as const,
    [`${measure}(x) <= 300ms during`, slow(14.7), slow(15.3)] as const,
  ]),
  ["mean > 300ms during", slow(15.3), slow(14.7)],
  ["p99 < 300ms over 1s always", slow(14.7), slow(15.3)],
  ["errors < 10% during", down(170), down(210)],
  ["errors(checkout) <= 10% during", down(170), down(210)],
  ["errors(node:x) < 10% during", down(170), down(210)],
  ["errors < 10% over 1s during", down(70), down(110)],
  ["availability >= 90% during", down(170), down(210)],
  ["availability(checkout) > 90% over 2s always", down(170), down(210)],
  ["throughput >= 150/s during", traffic(152), traffic(148)],
  ["throughput(checkout) < 150/s during", traffic(148), traffic(152)],
  ["throughput(x) < 9000/min during", traffic(148), traffic(152)],
  ["goodput > 90/s during", slow(4.9), slow(5.1)],
  ["goodput(checkout) > 90/s during", slow(4.9), slow(5.1)],
  ["utilisation(x) < 75% during", traffic(148), traffic(152)],
  ["utilisation(x) < 75% over 500ms during", traffic(148), traffic(152)],
  ["queue(q).depth < 100 during", unread(queue, 48), unread(queue, 60)],
  ["queue(q).age <= 1700ms during", unread(queue, 50, 1600), unread(queue, 50, 1900)],
  ["lag(q) < 100 during", unread(log, 44), unread(log, 56)],
  ["lag(x) < 1700ms always", lagging(1600), lagging(1900)],
  ["rpo = 0", losing(0), losing(15)],
  ["rpo(x) < 5", losing(25), losing(75)],
  ["rto < 1s", switching(950), switching(1010)],
  ["rto(x) <= 1s always", switching(950), switching(1010)],
  ["recovery < 2s", backlog(400), backlog(600)],
];

describe("each form of objective, a little on either side of its limit", () => {
  it.each(forms)("%s", (objective, ...scenes) => {
    const hypothesis = objective.startsWith("recovery") ? ["p50 < 15ms", objective] : [objective];
    const judged = scenes.map(([topology, method]) => {
      const { drill } = runDrill(withDrill(topology, { hypothesis, windows, method, expectedRecoveryMs: 4000 }));
      return drill;
    });
    const words = judged.map((drill) => drill.words).join("\n");
    // What is asked to be large only while the method acts is not so before: those objectives say "during".
    expect(
      judged.map(({ verdict }) => verdict),
      words,
    ).toEqual(["held", "deviated"]);
  });

  it("leaves no measure out", () => {
    const asked = forms.map(([objective]) => objective.replace(/\(.*?\)/, "").split(/[ <>=]/)[0]);
    expect(measures.map(({ id }) => id).filter((id) => !asked.includes(id))).toEqual([]);
  });
});

describe("each probe, a little on either side", () => {
  const always = (ms: number) => down(ms);
  it("before: a steady state that is missed by a little makes the drill invalid", () => {
    const of = (serviceMs: number) => {
      const topology = build({ nodes: { c: even(100, shop), x: steadyServer(serviceMs, { work: "infinite" }) }, links: [["c", "x"]] });
      return runDrill(withDrill(topology, { hypothesis: ["p99 < 300ms before"], windows })).drill.verdict;
    };
    expect([of(294), of(306)]).toEqual(["held", "invalid"]);
  });

  it("always: what happens between the method's end and recovery counts", () => {
    const verdict = (objective: string) => {
      const [topology, method] = backlog(500);
      return runDrill(withDrill(topology, { hypothesis: [objective], windows, method, expectedRecoveryMs: 4000 })).drill.verdict;
    };
    expect([verdict("max < 600ms always"), verdict("max < 400ms always"), verdict("max < 400ms after")]).toEqual([
      "held",
      "deviated",
      "held",
    ]);
    expect(always(1)[0].nodes).toHaveLength(2);
  });

  it("stop conditions: missed for a window less than told, the drill goes on", () => {
    const stopped = (ms: number) => {
      const [topology, method] = down(ms);
      const stop = [{ objective: "errors < 99%", forMs: 1000 }];
      return (
        runDrill(withDrill(topology, { hypothesis: ["errors < 1%"], windows, method, stop, expectedRecoveryMs: 4000 })).drill.stopped !==
        null
      );
    };
    expect([stopped(940), stopped(1060)]).toEqual([false, true]);
  });
});
