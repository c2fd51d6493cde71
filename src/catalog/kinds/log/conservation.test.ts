import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { exponential } from "../../../testing/stage";
import { at, constant } from "../../../testing/timeline";

type Config = Record<string, unknown>;

const onReplica = (type: string, id: string, replica: number, startMs: number, durationMs: number): Config => ({
  id: `${type}-${id}-${replica}-${startMs}`,
  type,
  target: { type: "node", id, replicas: [replica] },
  startMs,
  durationMs,
});
/** Two minutes of traffic with consumers and brokers that come and go, then a minute of quiet. */
const scene = (seed: number, log: Config, faults: Config[]) =>
  build({
    nodes: {
      c: [
        "client",
        {
          traffic: {
            type: "open",
            profile: {
              type: "steps",
              steps: [
                { atMs: 0, ratePerSecond: 40 },
                { atMs: 120_000, ratePerSecond: 0 },
              ],
            },
          },
          operations: [{ name: "r", key: { type: "uniform", keys: 100 } }],
        },
      ],
      x: ["log", { partitions: 5, sessionMs: 6000, heartbeatMs: 1000, replicationTime: exponential(5), ...log }],
      w: ["worker", { replicas: 3, serviceTime: exponential(20) }],
      // A group that is not disturbed, far away.
      v: ["worker", { replicas: 2, serviceTime: constant(1) }],
    },
    links: [
      ["c", "x"],
      ["x", "w", { latency: exponential(3) }],
      ["x", "v", { latency: constant(40) }],
    ],
    faults,
    seed,
    durationMs: 180_000,
  });
const disturbances = (seed: number): Config[] => [
  onReplica("crash", "w", seed % 3, 10_000 + 137 * seed, 2000),
  onReplica("crash", "w", (seed + 1) % 3, 30_000 + 731 * seed, 15_000),
  onReplica("pause", "w", (seed + 2) % 3, 60_000 + 317 * seed, 3000 * (1 + (seed % 4))),
  onReplica("consumer-stopped", "w", seed % 3, 85_000 + 419 * seed, 8000),
  onReplica("pause", "w", (seed + 1) % 3, 100_000 + 91 * seed, 400),
];
const SEEDS = [1, 2, 3, 4, 5, 6];

describe("every record is worked as often as the figures say", { timeout: 60_000 }, () => {
  it.each(
    ["interval", "each", "before"].flatMap((commit) => ["range", "cooperative-sticky"].map((assignment) => [commit, assignment] as const)),
  )("commits %s, %s", (commit, assignment) => {
    for (const seed of SEEDS) {
      const { requests, nodes } = run(scene(seed, { commit, assignment }, disturbances(seed)));
      const { duplicates, lostInWork, rebalances } = nodes.x.figures as Record<string, number>;
      expect(requests.failed).toBe(0);
      expect(nodes.x.gauges).toMatchObject({ lag: 0, rebalancing: 0 });
      expect(nodes.w.ok - duplicates + lostInWork).toBe(requests.ok);
      expect(nodes.v.ok).toBe(requests.ok);
      expect(rebalances).toBeGreaterThan(4);
      if (commit === "before") expect(duplicates).toBe(0);
      else expect(lostInWork).toBe(0);
    }
  });

  it("and what an acknowledgement by all means survives brokers that die one after another", () => {
    for (const seed of SEEDS) {
      const deaths = [0, 1, 2].map((broker) => onReplica("crash", "x", broker, 10_000 + 35_000 * broker + 613 * seed, 20_000));
      for (const acks of ["all", "1"]) {
        const { requests, nodes } = run(scene(seed, { acks, minInsync: 2, replicationTime: exponential(50) }, deaths));
        const { acknowledgedLost, elections } = nodes.x.figures as Record<string, number>;
        expect(elections).toBeGreaterThanOrEqual(5);
        expect(requests.failed).toBe(0);
        expect(nodes.v.ok).toBe(requests.ok - acknowledgedLost);
        expect(nodes.w.ok).toBe(requests.ok - acknowledgedLost);
        if (acks === "all") expect(acknowledgedLost).toBe(0);
      }
    }
  });

  it("goes back to any moment, and all happens again", () => {
    const topology = scene(2, { assignment: "cooperative-sticky" }, [...disturbances(2), onReplica("crash", "x", 0, 40_000, 20_000)]);
    const whole = run(topology);
    const session = sessionOf(topology);
    session.keepSnapshots(256 << 20);
    session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
    for (const backMs of [150_000, 61_234.5, 44_000, 12_345, 0]) {
      session.rewind(backMs);
      at(session, backMs + 300);
      session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      expect(session.result()).toEqual(whole);
    }
  });

  it("an edit of a live field takes effect without another run", () => {
    const topology = scene(1, {}, []);
    const session = sessionOf(topology);
    at(session, 50_000);
    const slower = {
      ...topology,
      nodes: topology.nodes.map((node) => (node.id === "x" ? { ...node, config: { ...node.config, appendMs: 400 } } : node)),
    };
    expect(session.retune(slower as never)).toBe(true);
    at(session, 60_000);
    expect(session.result().latencyMs.max).toBeGreaterThan(400);
  });
});
