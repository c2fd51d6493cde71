import { describe, expect, it } from "vitest";
import { REPLICA_STATES } from "../../lab/frame";
import { build, run, sessionOf } from "../../testing/build";
import { at, burst, constant, even, steadyServer } from "../../testing/timeline";

type Config = Record<string, unknown>;
const fault = (type: string, startMs: number, endMs: number | null, params: Config = {}, replicas?: number[]) => ({
  id: `${type}-${startMs}`,
  type,
  target: { type: "node", id: "s", ...(replicas ? { replicas } : {}) },
  startMs,
  ...(endMs === null ? {} : { durationMs: endMs - startMs }),
  params,
});
/** The state of each replica but the client's at whole moments [ms], as the canvas shows it. */
function statesAt(topology: ReturnType<typeof build>, moments: readonly number[]): string[] {
  const session = sessionOf(topology);
  return moments.map((ms) => Array.from(at(session, ms).frame().replicas.subarray(1), (code) => REPLICA_STATES[code]).join(" "));
}

describe("a graceful stop", () => {
  /** Ten requests at 1, 2, ... 10 ms, each 100 ms of work, all at once inside. */
  const busy = (graceMs: number, more: Config = {}) =>
    build({
      nodes: { c: burst(10), s: steadyServer(100, { slots: 100, ...more }) },
      links: [["c", "s"]],
      faults: [fault("graceful-stop", 5.5, 500, { graceMs })],
      durationMs: 1000,
    });

  it("finishes what is inside, refuses what comes later, and ends with its last answer", () => {
    const { requests, nodes } = run(busy(30_000));
    expect(requests.ok).toBe(5);
    expect(requests.failuresByReason).toEqual({ refused: 5 });
    expect(nodes.s.failed).toBe(5);
    // The fifth request came at 5 ms and leaves at 105 ms.
    expect(statesAt(busy(30_000), [5, 6, 104.9, 105.1, 499, 501])).toEqual(["up", "draining", "draining", "down", "down", "up"]);
  });

  it("finishes what waits in the queue, too", () => {
    const { requests } = run(busy(30_000, { slots: 1 }));
    expect(requests.ok).toBe(5);
    expect(statesAt(busy(30_000, { slots: 1 }), [499.5, 500.5])).toEqual(["draining", "up"]);
  });

  it("loses what is not done after the grace", () => {
    // Work ends at 101, 102, ... ms; the process is killed at 103.5 ms.
    const { requests } = run(busy(98));
    expect(requests.ok).toBe(3);
    expect(requests.failuresByReason).toEqual({ refused: 5, reset: 2 });
    expect(statesAt(busy(98), [103.4, 103.6])).toEqual(["draining", "down"]);
  });

  it("lets in what was on its way when it was told, and nothing that was sent later", () => {
    const topology = build({
      nodes: { c: burst(10), s: steadyServer(0, { slots: 100, replicas: 2 }), lb: ["load-balancer", { healthCheck: { enabled: false } }] },
      links: [
        ["c", "lb"],
        ["lb", "s", { latency: constant(20) }],
      ],
      faults: [fault("graceful-stop", 5.5, null, {}, [0])],
      durationMs: 1000,
    });
    const { requests, links, nodes } = run(topology);
    expect(requests.ok).toBe(10);
    expect(nodes.s.failed).toBe(0);
    expect(links["lb-s"].failed).toBe(0);
    expect(nodes.lb.gauges).toMatchObject({ healthyTargets: 1, targets: 1 });
    // The last of its requests was sent at 5 ms, arrives at 25 ms and is answered there and then.
    expect(statesAt(topology, [24.9, 25.1])).toEqual(["draining up up", "down up up"]);
  });

  it("one after another: the next stops once the last is ready again, and nothing is lost", () => {
    const topology = build({
      nodes: { c: even(1000), s: steadyServer(30, { slots: 100, replicas: 3 }) },
      links: [["c", "s"]],
      faults: [fault("graceful-stop", 1001, null, { order: "rolling", bootMs: 200 })],
      durationMs: 3000,
    });
    const { requests } = run(topology);
    expect(requests.failed).toBe(0);
    const session = sessionOf(topology);
    const seen: string[] = [];
    for (let ms = 1000; ms < 2000; ms++) {
      const states = Array.from(
        at(session, ms + 0.5)
          .frame()
          .replicas.subarray(1),
        (code) => REPLICA_STATES[code],
      ).join(" ");
      if (states !== seen.at(-1)) seen.push(states);
    }
    expect(seen).toEqual([
      "up up up",
      "draining up up",
      "booting up up",
      "up draining up",
      "up booting up",
      "up up draining",
      "up up booting",
      "up up up",
    ]);
  });

  it("at its end everything is as before, in the middle of a drain, too", () => {
    const topology = build({
      nodes: { c: even(100), s: steadyServer(300, { slots: 100 }) },
      links: [["c", "s"]],
      faults: [fault("graceful-stop", 1001, 1101)],
      durationMs: 3000,
    });
    expect(statesAt(topology, [1050, 1102])).toEqual(["draining", "up"]);
    // Requests of 1010, 1020, ... 1100 ms, refused while it drained.
    expect(run(topology).requests.failuresByReason).toEqual({ refused: 10 });
  });

  it("a consumer that stops takes no new messages, finishes those it has, and none is delivered twice", () => {
    const topology = build({
      nodes: { c: even(100), q: ["queue", { prefetch: 1, publishMs: 0 }], s: steadyServer(30, { replicas: 2 }) },
      links: [
        ["c", "q"],
        ["q", "s"],
      ],
      faults: [fault("graceful-stop", 1001, 1500, {}, [0])],
      durationMs: 3000,
    });
    const { nodes } = run(topology);
    expect(nodes.q.gauges.redelivered).toBe(0);
    expect(nodes.s.failed).toBe(0);
  });

  it("a crash in the middle ends it at once", () => {
    const topology = build({
      nodes: { c: burst(10), s: steadyServer(100, { slots: 100 }) },
      links: [["c", "s"]],
      faults: [fault("graceful-stop", 5.5, 500), fault("crash", 50, 60)],
      durationMs: 1000,
    });
    expect(run(topology).requests.failuresByReason).toEqual({ refused: 5, reset: 5 });
    expect(statesAt(topology, [49, 51, 61, 499, 501])).toEqual(["draining", "down", "down", "down", "up"]);
  });
});

describe("a restart loop", () => {
  const loop = (params: Config, endMs: number | null = null) =>
    build({
      nodes: { c: even(1), s: steadyServer(0) },
      links: [["c", "s"]],
      faults: [fault("restart-loop", 1000, endMs, params)],
      durationMs: 1_200_000,
    });
  /** When the process came up and went down [s]. */
  const turns = (topology: ReturnType<typeof build>, untilMs: number) => {
    const session = sessionOf(topology);
    const found: string[] = [];
    let before = "up";
    for (let ms = 0.5; ms < untilMs; ms += 500) {
      const state = REPLICA_STATES[at(session, ms).frame().replicas[1]];
      if (state !== before) found.push(`${state} ${Math.floor(ms) / 1000}`);
      before = state;
    }
    return found;
  };

  it("as Kubernetes does it: at once, then after 10, 20, 40, 80, 160 and from then on 300 s", () => {
    const downs = [3, 15, 37, 79, 161, 323, 625, 927];
    const pauses = [10, 20, 40, 80, 160, 300, 300];
    // Crash at 1 s and restart at once; it runs for 2 s each time.
    const expected = downs.flatMap((down, i) => [`down ${down}`, ...(i < pauses.length ? [`up ${down + pauses[i]}`] : [])]);
    expect(turns(loop({}), 930_000)).toEqual(expected);
  });

  it("a process that runs for ten minutes is restarted at once each time", () => {
    expect(turns(loop({ runsMs: 600_000 }), 1_200_000)).toEqual([]);
  });

  it("loses what is inside at every crash, the first included", () => {
    const topology = build({
      nodes: { c: even(100), s: steadyServer(50, { slots: 100 }) },
      links: [["c", "s"]],
      faults: [fault("restart-loop", 1001, null, { runsMs: 500, backOffMs: 10_000 })],
      durationMs: 2000,
    });
    // Five are inside at 1001 ms and at 1501 ms; 49 more are refused, and what was sent at 2000 ms too.
    expect(run(topology).requests.failuresByReason).toEqual({ reset: 10, refused: 50 });
  });

  it("ends with the fault", () => {
    expect(turns(loop({}, 20_000), 100_000)).toEqual(["down 3", "up 13", "down 15", "up 20"]);
  });
});
