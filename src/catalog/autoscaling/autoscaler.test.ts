import { describe, expect, it } from "vitest";
import { REPLICA_STATES } from "../../lab/frame";
import { build, run, sessionOf } from "../../testing/build";
import { at, constant, even, steadyServer } from "../../testing/timeline";
import type { Topology } from "../../topology/schema";

type Config = Record<string, unknown>;

/** Even traffic in steps: [from ms, requests per second]. */
const steps = (...list: [number, number][]): [string, Config] => [
  "client",
  {
    traffic: {
      type: "open",
      arrivals: "even",
      profile: { type: "steps", steps: list.map(([atMs, ratePerSecond]) => ({ atMs, ratePerSecond })) },
    },
  },
];
/** Requests of 100 ms: so many per second keep a tenth as many slots busy. */
const scaled = (client: [string, Config], autoscaling: Config, parts: { server?: Config; faults?: Config[]; durationMs?: number } = {}) =>
  build({
    nodes: {
      c: client,
      lb: ["load-balancer", { healthCheck: { enabled: false } }],
      s: steadyServer(100, { slots: 20, autoscaling: { bootTime: constant(20_000), ...autoscaling }, ...parts.server }),
    },
    links: [
      ["c", "lb"],
      ["lb", "s"],
    ],
    faults: parts.faults ?? [],
    durationMs: parts.durationMs ?? 120_000,
  });

/** "ready of desired" of the server after these times [s], and how many boot and drain where some do. */
function sizesAt(topology: Topology, seconds: readonly number[]): string[] {
  const session = sessionOf(topology);
  const first = session.layout.replicaBase[2];
  return seconds.map((second) => {
    const frame = at(session, 1000 * second).frame();
    const { gauges } = session.result().nodes.s;
    const states = Array.from(frame.replicas.subarray(first), (code) => REPLICA_STATES[code]);
    const count = (wanted: string) => states.filter((state) => state === wanted).length;
    const more = ["booting", "draining"].flatMap((state) => (count(state) > 0 ? [`${count(state)} ${state}`] : []));
    return [`${gauges.readyReplicas} of ${gauges.desiredReplicas}`, ...more].join(", ");
  });
}

describe("an autoscaled server", () => {
  // 100/s keep 10 slots busy: 50 % of one replica, 25 % of two.
  const half = { metric: { type: "utilisation", targetRatio: 0.25 } };

  it("looks every 15 s, and a new replica counts once it has booted", () => {
    const sizes = sizesAt(scaled(even(100), half), [14.9, 15.1, 34.9, 35.1, 100]);
    expect(sizes).toEqual(["1 of 1", "1 of 2, 1 booting", "1 of 2, 1 booting", "2 of 2", "2 of 2"]);
  });

  it("sends nothing to a replica that boots or is absent, and its share to one that is ready", () => {
    const { nodes, requests } = run(scaled(even(100), half));
    expect(requests.failed).toBe(0);
    expect(nodes.lb.gauges).toMatchObject({ healthyTargets: 2, targets: 2 });
    // One replica of 20 slots for 35 s, two from then on, with 10 slots busy all the time but for the first 0.1 s.
    const capacity = (35 * 20 + 85 * 40) / 120;
    expect(nodes.s.utilisationRatio * capacity).toBeCloseTo(10, 1);
    expect(nodes.s.figures).toMatchObject({ readyReplicasMean: (35 + 2 * 85) / 120, desiredReplicasMean: (15 + 2 * 105) / 120 });
  });

  it("counts those that boot as idle, so that it does not ask for them again and again", () => {
    // 180/s keep 18 slots busy: 90 % against 30 % asks for three; while two boot, 30 % of three is right.
    const topology = scaled(even(180), { metric: { type: "utilisation", targetRatio: 0.3 }, bootTime: constant(50_000) });
    expect(sizesAt(topology, [16, 31, 46, 61, 64.9, 65.1, 110])).toEqual([...new Array(5).fill("1 of 3, 2 booting"), "3 of 3", "3 of 3"]);
  });

  it("grows by at most four or as many again per look", () => {
    const topology = scaled(even(180), { metric: { type: "utilisation", targetRatio: 0.045 }, maxReplicas: 30, bootTime: constant(0) });
    // 18 slots busy call for 20 replicas.
    expect(sizesAt(topology, [15.1, 30.1, 45.1, 60.1, 119])).toEqual(["5 of 5", "10 of 10", "20 of 20", "20 of 20", "20 of 20"]);
  });

  it("shrinks once the highest recommendation of 300 s is low, taking the newest, which finish their work", () => {
    const topology = scaled(
      steps([0, 100], [60_000, 20]),
      { ...half, bootTime: constant(0) },
      { server: { serviceTime: constant(100) }, durationMs: 500_000 },
    );
    // 2 slots busy from 60 s on: 5 % of two replicas, and the last recommendation of two was at 60 s.
    const session = sessionOf(topology);
    expect(sizesAt(topology, [16, 345.1, 359.9, 360.2])).toEqual(["2 of 2", "2 of 2", "2 of 2", "1 of 1"]);
    at(session, 500_000);
    expect(session.result().requests.failed).toBe(0);
    const states = session.frame().replicas.subarray(session.layout.replicaBase[2]);
    expect(Array.from(states, (code) => REPLICA_STATES[code]).slice(0, 3)).toEqual(["up", "absent", "absent"]);
  });

  it("a replica that is taken away drains: work is lost only beyond its grace", () => {
    const slow = { serviceTime: constant(4000), slots: 100, replicas: 2 };
    const rules = { metric: { type: "inFlight", target: 100 }, downWindowMs: 0, minReplicas: 1 };
    const kind = scaled(even(2.5), rules, { server: slow, durationMs: 40_000 });
    // Ten requests inside call for one replica of the two. The second one's last request came at 14.4 s.
    expect(sizesAt(kind, [15.01, 18.3, 18.5])).toEqual(["1 of 1, 1 draining", "1 of 1, 1 draining", "1 of 1"]);
    expect(run(kind).requests.failed).toBe(0);
    const brief = scaled(even(2.5), { ...rules, graceMs: 900 }, { server: slow, durationMs: 40_000 });
    expect(sizesAt(brief, [15.8, 16])).toEqual(["1 of 1, 1 draining", "1 of 1"]);
    // Of its five, sent every 0.8 s from 11.2 s on, the first is done by 15.9 s.
    expect(run(brief).requests.failuresByReason).toEqual({ reset: 4 });
  });

  it("by requests in flight and by queue length: ceil(total / target per replica)", () => {
    const inFlight = scaled(even(100), { metric: { type: "inFlight", target: 3 }, bootTime: constant(0) });
    expect(sizesAt(inFlight, [15.1, 100])).toEqual(["4 of 4", "4 of 4"]);
    // A backlog that grows by 100/s beside 10 done: after 15 s 675 wait on average; four more at a time.
    const queue = scaled(
      even(100),
      { metric: { type: "queueLength", target: 1 }, bootTime: constant(0), maxReplicas: 7 },
      {
        server: { slots: 1, queueLimit: 100_000 },
      },
    );
    expect(sizesAt(queue, [14.9, 15.1, 30.1])).toEqual(["1 of 1", "5 of 5", "7 of 7"]);
  });

  it("a dead replica is taken to be idle on the way up: nothing is started in its place", () => {
    // 10 slots busy on two replicas are 25 %; on the one that is left 50 %, and over both 25 % again.
    const topology = scaled(
      even(100),
      { ...half, minReplicas: 2 },
      {
        server: { replicas: 2 },
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "s", replicas: [1] }, startMs: 31_000 }],
      },
    );
    expect(sizesAt(topology, [30, 46, 110])).toEqual(["2 of 2", "1 of 2", "1 of 2"]);
  });

  it("starts with its replicas, but never fewer than the fewest", () => {
    expect(sizesAt(scaled(even(100), { minReplicas: 3 }, { server: { replicas: 1 } }), [1])).toEqual(["3 of 3"]);
    expect(sizesAt(scaled(even(100), { minReplicas: 3, maxReplicas: 2 }, { server: { replicas: 5 } }), [1])).toEqual(["3 of 3"]);
  });

  it("without a balancer callers find those that are ready", () => {
    const topology = build({
      nodes: { c: even(100), s: steadyServer(100, { slots: 20, autoscaling: { bootTime: constant(20_000), ...half } }) },
      links: [["c", "s"]],
      durationMs: 120_000,
    });
    const { requests, nodes } = run(topology);
    expect(requests.failed).toBe(0);
    expect(nodes.s.gauges.readyReplicas).toBe(2);
  });
});
