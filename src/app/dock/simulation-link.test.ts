import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeFrame, fakeLayout, fakeResult, smallTopology } from "../../testing/fake-session";
import { firstRunExample } from "../../topology/examples/first-run";
import type { FaultEntry, Topology } from "../../topology/schema";
import { deliver, type SimulationHandlers } from "../../worker/client";
import type { FromWorker, RunState, ToWorker } from "../../worker/protocol";
import { useDocument } from "../stores/document-store";
import { live } from "../stores/live";
import { useRun } from "../stores/run-store";
import { connectSimulation } from "./simulation-link";

const small = smallTopology();
const layout = fakeLayout(small);
const crash = { id: "fault-1", type: "crash", target: { type: "node", id: "shop" }, params: {} } as const;

let sent: ToWorker[];
let say: (message: FromWorker) => void;
let stop: () => void;

function connect(topology: Topology, documentId = "a") {
  useDocument.getState().open(documentId, topology);
  stop = connectSimulation((handlers: SimulationHandlers) => {
    say = (message) => deliver(handlers, message);
    return { send: (message) => sent.push(message), destroy: () => {} };
  });
}
const types = () => sent.map(({ type }) => type);
const frame = (now: number, state: RunState): FromWorker => ({
  type: "frame",
  state,
  frame: fakeFrame(layout, { from: 0, now, events: now }),
});
const current = () => useDocument.getState().topology;
const retuned = () => sent.filter((message) => message.type === "retune");

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  useRun.getState().set({ speed: 1 });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe("simulation link", () => {
  it("plays the first-run example by itself, any other document on request", () => {
    connect(firstRunExample());
    expect(types()).toEqual(["load", "play"]);
    stop();
    sent = [];
    connect(small);
    expect(types()).toEqual(["load"]);
  });

  it("hands frames to the live figures, gives the credit back and shows the clock", () => {
    connect(small);
    say({ type: "loaded", layout });
    say(frame(1250, "running"));
    expect(live.windowCount).toBe(5);
    expect(sent.at(-1)).toEqual({ type: "credit" });
    expect(useRun.getState()).toMatchObject({ nowMs: 1250, state: "running" });
  });

  it("moves the clock at most ten times a second while it runs", () => {
    connect(small);
    say({ type: "loaded", layout });
    let changes = 0;
    const off = useRun.subscribe(() => changes++);
    for (let i = 0; i < 60; i++) {
      vi.advanceTimersByTime(1000 / 60);
      say(frame(i, "running"));
    }
    off();
    expect(changes).toBeGreaterThan(5);
    expect(changes).toBeLessThanOrEqual(11);
  });

  it("sends edits that matter, those in a row as one", () => {
    connect(small);
    say({ type: "loaded", layout });
    for (const durationMs of [11_000, 12_000, 13_000]) {
      useDocument.getState().change("Edit", (topology) => ({ ...topology, run: { seed: 1, durationMs } }));
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(500);
    expect(retuned()).toHaveLength(1);
    expect(retuned()[0]?.topology.run.durationMs).toBe(13_000);
  });

  it("does not disturb the run for names, places, notes and view", () => {
    connect(small);
    say({ type: "loaded", layout });
    useDocument.getState().change("Move", (topology) => ({
      ...topology,
      name: "Other",
      nodes: topology.nodes.map((node) => ({ ...node, name: "Renamed", position: { x: 9, y: 9 } })),
      view: { x: 1, y: 2, zoom: 3 },
    }));
    vi.advanceTimersByTime(500);
    expect(retuned()).toHaveLength(0);
  });

  it("marks a run that was edited live, and no longer after a restart", () => {
    connect(small);
    say({ type: "loaded", layout });
    say(frame(500, "running"));
    say({ type: "retuned", live: true, layout });
    expect(useRun.getState().edited).toBe(true);
    say({ type: "retuned", live: false, layout });
    expect(useRun.getState().edited).toBe(false);
    expect(live.windowCount).toBe(0);
  });

  it("writes what was broken and mended into the document with exact times, without running it again", () => {
    connect(small);
    say({ type: "loaded", layout });
    useRun.getState().controls.inject(crash);
    expect(sent.at(-1)).toEqual({ type: "inject", fault: crash });
    const faultLayout = { ...layout, faultIds: ["fault-1"] };
    say({ type: "faulted", fault: { ...crash, startMs: 1234 } as FaultEntry, layout: faultLayout });
    expect(current().faults).toEqual([{ ...crash, startMs: 1234 }]);
    expect(useDocument.getState().history.past.at(-1)?.label).toBe("Break Shop: crash");
    say({
      type: "frame",
      state: "running",
      frame: {
        ...fakeFrame(faultLayout, { from: 0, now: 2000, events: 0 }),
        activeFaults: new Uint8Array([1]),
      },
    });
    useRun.getState().controls.clear("fault-1");
    expect(sent.at(-1)).toEqual({ type: "clear", faultId: "fault-1" });
    say({ type: "cleared", faultId: "fault-1", endMs: 3000 });
    expect(current().faults[0]?.durationMs).toBe(1766);
    vi.advanceTimersByTime(500);
    expect(retuned()).toHaveLength(0);
  });

  it("keeps an edit that waits when a fault is recorded in between", () => {
    connect(small);
    say({ type: "loaded", layout });
    useDocument.getState().change("Edit", (topology) => ({ ...topology, run: { seed: 1, durationMs: 20_000 } }));
    say({ type: "faulted", fault: { ...crash, startMs: 10 } as FaultEntry, layout });
    vi.advanceTimersByTime(500);
    expect(retuned()[0]?.topology).toMatchObject({ run: { durationMs: 20_000 }, faults: [{ startMs: 10 }] });
  });

  it("takes a fault that has not begun out of the plan", () => {
    connect(smallTopology({ faults: [{ ...crash, startMs: 9000 }] }));
    say({ type: "loaded", layout: { ...layout, faultIds: ["fault-1"] } });
    useRun.getState().controls.clear("fault-1");
    expect(current().faults).toEqual([]);
  });

  it("loads another document that is opened, and ignores what was still under way for the last", () => {
    connect(small);
    say({ type: "loaded", layout });
    useDocument.getState().open("b", smallTopology({ name: "Second" }));
    say(frame(5000, "running"));
    say({ type: "faulted", fault: { ...crash, startMs: 10 } as FaultEntry, layout });
    expect(types().filter((type) => type === "load")).toHaveLength(2);
    expect(useRun.getState().nowMs).toBe(0);
    expect(current().faults).toEqual([]);
  });

  it("keeps what is known of the figures until the run goes on", () => {
    connect(small);
    say({ type: "loaded", layout });
    const { statistics } = fakeResult(small, 1);
    say(frame(500, "paused"));
    say({ type: "judged", statistics });
    expect(useRun.getState().statistics).toEqual(statistics);
    say(frame(750, "running"));
    expect(useRun.getState().statistics).toBeNull();
    say(frame(10_000, "finished"));
    say({ type: "finished", result: fakeResult(small, 1) });
    expect(useRun.getState().statistics).toEqual(statistics);
    useRun.getState().controls.restart();
    say({ type: "loaded", layout });
    expect(useRun.getState().statistics).toBeNull();
  });

  it("keeps the result, and plays a finished run from the start", () => {
    connect(small);
    say({ type: "loaded", layout });
    say(frame(10_000, "finished"));
    say({ type: "finished", result: fakeResult(small, 1) });
    expect(useRun.getState().runHash).toBe("0123456789abcdef");
    useRun.getState().controls.play();
    expect(types().slice(-2)).toEqual(["restart", "play"]);
  });

  it("does not run a document whose parts do not fit together, and runs it once they do", () => {
    connect(small);
    say({ type: "loaded", layout });
    const { change, undo } = useDocument.getState();
    change("Cut", (topology) => ({ ...topology, nodes: topology.nodes.slice(0, 1) }));
    vi.advanceTimersByTime(500);
    expect(sent.at(-1)).toEqual({ type: "unload" });
    expect(useRun.getState().problems[0]?.path).toBe("links[0].to");
    say(frame(700, "running"));
    expect(useRun.getState()).toMatchObject({ state: "idle", nowMs: 0 });
    undo();
    vi.advanceTimersByTime(500);
    expect(retuned()).toHaveLength(1);
    say({ type: "loaded", layout });
    expect(useRun.getState().problems).toEqual([]);
  });

  it("tells why a document cannot run", () => {
    connect(small);
    const problems = [
      {
        path: "links",
        message: "Nobody is called.",
        remedy: "Connect the client.",
        severity: "error" as const,
      },
    ];
    say({ type: "refused", problems });
    expect(useRun.getState()).toMatchObject({ problems, state: "idle" });
    say({ type: "crashed", message: "The simulation stopped." });
    expect(useRun.getState().problems[0]?.message).toBe("The simulation stopped.");
  });
});
