// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { topologyWith } from "../../testing/drill-documents";
import { runDrill, withDrill } from "../../testing/drills";
import { smallTopology } from "../../testing/fake-session";
import { PlayedDrillChip } from "../drills/played-drill";
import { useDocument } from "../stores/document-store";
import { type RunControls, useRun } from "../stores/run-store";
import { BreakPanel } from "./break-panel";
import { Clock, RunHash, RunProblems, SeedField } from "./run-facts";
import { Timeline } from "./timeline";
import { stepOf } from "./timeline-geometry";
import { SpeedChoice, Transport } from "./transport";

const crash = {
  id: "fault-1",
  type: "crash",
  target: { type: "node", id: "shop" },
  startMs: 2000,
  durationMs: 1000,
  params: {},
};
const controls = {
  play: vi.fn<RunControls["play"]>(),
  pause: vi.fn<RunControls["pause"]>(),
  step: vi.fn<RunControls["step"]>(),
  restart: vi.fn<RunControls["restart"]>(),
  seek: vi.fn<RunControls["seek"]>(),
  setSpeed: vi.fn<RunControls["setSpeed"]>(),
  runToEnd: vi.fn<RunControls["runToEnd"]>(),
  inject: vi.fn<RunControls["inject"]>(),
  playDrill: vi.fn<RunControls["playDrill"]>(),
  leaveDrill: vi.fn<RunControls["leaveDrill"]>(),
  clear: vi.fn<RunControls["clear"]>(),
};
const fresh = {
  state: "paused",
  speed: 1,
  nowMs: 0,
  result: null,
  runHash: null,
  problems: [],
  edited: false,
  rushing: false,
} as const;
const document = () => useDocument.getState();

beforeEach(() => {
  vi.clearAllMocks();
  useRun.getState().set({ ...fresh, controls });
  document().open("a", smallTopology({ faults: [crash] }));
});
afterEach(cleanup);

describe("playhead", () => {
  const playhead = () => screen.getByRole("slider", { name: "Simulated time" });

  it("goes to another moment of the run by keys, within the run", async () => {
    useRun.getState().set({ nowMs: 2000 });
    render(<Timeline />);
    const { durationMs } = document().topology.run;
    expect(playhead().getAttribute("aria-valuetext")).toMatch(/^00:02 of/);
    playhead().focus();
    await userEvent.keyboard("{Home}{End}{ArrowLeft}");
    expect(controls.seek.mock.calls.map(([toMs]) => toMs)).toEqual([0, durationMs, 2000 - stepOf(durationMs)]);
  });

  it("pauses while it is held, and goes on from where it was put down", () => {
    useRun.getState().set({ nowMs: 5000, state: "running" });
    render(<Timeline />);
    const { durationMs } = document().topology.run;
    playhead().setPointerCapture = () => {};
    fireEvent.pointerDown(playhead(), { button: 0, clientX: 400, pointerId: 1 });
    expect(controls.pause).toHaveBeenCalledOnce();
    // The track has no width here, so that a pixel is the whole run; it was taken 400 px beside the playhead.
    fireEvent.pointerMove(playhead(), { clientX: 400 + 2000 / durationMs, pointerId: 1 });
    fireEvent.pointerUp(playhead(), { pointerId: 1 });
    expect(controls.seek).toHaveBeenLastCalledWith(expect.closeTo(2000, 3));
    expect(controls.play).toHaveBeenCalledOnce();
  });
});

describe("a drill that is played", () => {
  const topology = withDrill(topologyWith(), {
    title: "Kill one",
    hypothesis: ["errors < 1%"],
    method: { faults: [{ ...crash, startMs: 0 }] },
  });

  it("is named in the dock, and what it does lies on the timeline, which has its length", async () => {
    const leaveDrill = vi.fn();
    const { drill: report } = runDrill(topology);
    useRun.getState().set({ controls: { ...controls, leaveDrill }, drill: { id: "d", topology, lengthMs: report.times.endMs, report } });
    render(<Timeline />);
    expect(screen.getByRole("slider", { name: "Simulated time" }).getAttribute("aria-valuemax")).toBe(String(report.times.endMs));
    expect((await screen.findByText("crash")).parentElement?.style.left).toBe(`${(100 * report.times.methodMs) / report.times.endMs}%`);
    render(<PlayedDrillChip />);
    expect(screen.getByRole("button", { name: "Drill Kill one" })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Back to the plain run" }));
    expect(leaveDrill).toHaveBeenCalledOnce();
    useRun.getState().set({ drill: null });
  });
});

describe("transport", () => {
  it("offers what makes sense: pause while it runs, run again when it is over", async () => {
    const { rerender } = render(<Transport />);
    await userEvent.click(screen.getByRole("button", { name: "Play" }));
    expect(controls.play).toHaveBeenCalledOnce();
    useRun.getState().set({ state: "running" });
    rerender(<Transport />);
    await userEvent.click(screen.getByRole("button", { name: "Pause" }));
    expect(controls.pause).toHaveBeenCalledOnce();
    useRun.getState().set({ state: "finished" });
    rerender(<Transport />);
    expect(screen.getByRole("button", { name: "Run again" })).toBeDefined();
    expect(screen.getByRole("button", { name: "Run to the end" })).toHaveProperty("disabled", true);
  });

  it("cancels a rush to the end", async () => {
    useRun.getState().set({ state: "running", rushing: true });
    render(<Transport />);
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(controls.pause).toHaveBeenCalledOnce();
  });

  it("sets the speed, up to as fast as possible", async () => {
    render(<SpeedChoice />);
    await userEvent.selectOptions(screen.getByLabelText("Speed"), "As fast as possible");
    expect(controls.setSpeed).toHaveBeenCalledWith(Number.POSITIVE_INFINITY);
  });

  it("tells the simulated time", () => {
    useRun.getState().set({ nowMs: 7250 });
    render(<Clock />);
    expect(screen.getByRole("timer").textContent).toBe("00:07.2 / 00:10");
  });

  it("shows a hash only for a run of the document as it stands", () => {
    useRun.getState().set({ runHash: "0123456789abcdef" });
    const { rerender } = render(<RunHash />);
    expect(screen.getByRole("button").textContent).toContain("01234567");
    useRun.getState().set({ edited: true });
    rerender(<RunHash />);
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByText("edited while running")).toBeDefined();
  });

  it("says why a document cannot run", () => {
    const problem = {
      path: "links[0]",
      message: "Nobody is called.",
      remedy: "Connect it.",
      severity: "error" as const,
    };
    useRun.getState().set({ problems: [problem, problem] });
    render(<RunProblems />);
    expect(screen.getByRole("status").textContent).toBe("links[0]: Nobody is called. Connect it. And 1 more.");
  });
});

describe("seed", () => {
  it("goes into the document on Enter, and can be undone", async () => {
    render(<SeedField />);
    await userEvent.clear(screen.getByLabelText("seed"));
    await userEvent.type(screen.getByLabelText("seed"), "42{Enter}");
    expect(document().topology.run.seed).toBe(42);
    document().undo();
    expect(document().topology.run.seed).toBe(1);
  });

  it("keeps the old one when the new one is none", async () => {
    render(<SeedField />);
    await userEvent.clear(screen.getByLabelText("seed"));
    await userEvent.type(screen.getByLabelText("seed"), "-3{Enter}");
    expect(document().topology.run.seed).toBe(1);
    expect(screen.getByLabelText("seed")).toHaveProperty("value", "1");
  });
});

describe("timeline", () => {
  const start = () => screen.getByRole("slider", { name: "Shop: crash, start" });
  const end = () => screen.getByRole("slider", { name: "Shop: crash, end" });
  const times = () => document().topology.faults.map(({ startMs, durationMs }) => [startMs, durationMs]);

  it("says what is broken and when", () => {
    render(<Timeline />);
    expect(start().getAttribute("aria-valuetext")).toBe("00:02.0 to 00:03.0");
  });

  it("moves and resizes a fault with the keyboard, as one undoable change each", () => {
    render(<Timeline />);
    fireEvent.keyDown(start(), { key: "ArrowRight", shiftKey: true });
    fireEvent.keyDown(start(), { key: "ArrowRight" });
    expect(times()).toEqual([[2110, 1000]]);
    fireEvent.keyDown(end(), { key: "ArrowLeft", shiftKey: true });
    expect(times()).toEqual([[2110, 900]]);
    document().undo();
    document().undo();
    expect(times()).toEqual([[2000, 1000]]);
  });

  it("moves a fault that is dragged", () => {
    render(<Timeline />);
    const body = start();
    body.setPointerCapture = () => {};
    const track = body.closest(".timeline-track") as HTMLElement;
    Object.defineProperty(track, "clientWidth", { value: 1000 });
    fireEvent.pointerDown(body, { clientX: 300, pointerId: 1, button: 0 });
    fireEvent.pointerMove(body, { clientX: 400, pointerId: 1 });
    expect(times()).toEqual([[2000, 1000]]);
    fireEvent.pointerUp(body, { clientX: 400, pointerId: 1 });
    expect(times()).toEqual([[3000, 1000]]);
    expect(document().history.past.at(-1)?.label).toBe("Move Shop: crash");
  });

  it("removes a fault on Delete", () => {
    render(<Timeline />);
    fireEvent.keyDown(start(), { key: "Delete" });
    expect(times()).toEqual([]);
    expect(screen.queryByRole("slider", { name: "Shop: crash, start" })).toBeNull();
  });
});

describe("break something", () => {
  it("asks what, then where, and breaks it now", async () => {
    const done = vi.fn();
    render(<BreakPanel done={done} />);
    await userEvent.click(screen.getByRole("button", { name: /^Slow(?! disk)/ }));
    await userEvent.selectOptions(screen.getByLabelText("Where"), "Shop, one replica");
    await userEvent.click(screen.getByRole("button", { name: "Break it now" }));
    expect(controls.inject).toHaveBeenCalledWith({
      id: "fault-2",
      type: "slow",
      target: { type: "node", id: "shop", replicas: [0] },
      params: { factor: 3 },
    });
    expect(done).toHaveBeenCalledOnce();
  });

  it("aims each fault only at what it can hit", async () => {
    render(<BreakPanel done={() => {}} />);
    expect(screen.getByRole("button", { name: /^Zone outage/ })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: /^Traffic spike/ }));
    const options = screen.getAllByRole("option").map(({ textContent }) => textContent);
    expect(options).toEqual(["Everything", "Users"]);
  });
});
