import "../../topology/all-behaviours";
import { cleanup, createEvent, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runReplication } from "../../lab/run-replication";
import { topologyWith } from "../../testing/drill-documents";
import { runDrill, withDrill } from "../../testing/drills";
import { pointerDrag } from "../../testing/pointer-drag";
import type { FromReplicationWorker, ToReplicationWorker } from "../../worker/replication-protocol";
import { useMarks } from "../canvas/marks-store";
import { Inspector } from "../panels/inspector";
import { useDocument } from "../stores/document-store";
import { type RunControls, useRun } from "../stores/run-store";
import { useSelection } from "../stores/selection-store";
import { DrillInspector } from "./drill-inspector";
import { STEP_DRAG_TYPE } from "./drill-library";
import { DrillsPanel } from "./drills-panel";
import { useDrillsView } from "./drills-view";

const documents = useDocument.getState;
const drills = () => documents().topology.drills;
let opened = 0;

const crash = { id: "crash-1", type: "crash", target: { type: "node", id: "shop", replicas: [0] }, startMs: 0, durationMs: 20_000 };
const drill = { id: "d", title: "Kill a replica", hypothesis: ["errors < 1%"], method: { faults: [crash] } };
const open = (...list: readonly object[]) => documents().open(`drills-${++opened}`, topologyWith({ drills: list }));
const playDrill = vi.fn<RunControls["playDrill"]>();

beforeEach(() => {
  useSelection.getState().clear();
  open(drill);
  useSelection.getState().clear();
  useDrillsView.setState({ open: true, drillId: null, inspected: null });
  useRun
    .getState()
    .set({ drill: null, result: null, state: "paused", problems: [], controls: { ...useRun.getState().controls, playDrill } });
  vi.clearAllMocks();
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Simulates one run per turn of the event loop. */
class FakeWorker {
  onmessage: ((event: { data: FromReplicationWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  postMessage({ topology, seed, drill: id }: ToReplicationWorker): void {
    setTimeout(() => this.onmessage?.({ data: { type: "sample", sample: runReplication(topology, seed, undefined, id) } }));
  }
  terminate(): void {}
}

const span = (name = "Shop: crash, 1 of 3") => screen.getByRole("slider", { name });

describe("the list of drills", () => {
  it("adds, renames, copies and deletes, and undo brings back each", async () => {
    open();
    render(<DrillsPanel />);
    await userEvent.click(screen.getByRole("button", { name: "New drill" }));
    const title = screen.getByRole("textbox", { name: "Title of the drill" });
    await userEvent.clear(title);
    await userEvent.type(title, "Kill{Enter}");
    expect(drills().map((one) => one.title)).toEqual(["Kill"]);
    await userEvent.click(screen.getByRole("button", { name: "Duplicate Kill" }));
    expect(drills().map((one) => one.title)).toEqual(["Kill", "Kill 2"]);
    await userEvent.click(screen.getByRole("button", { name: "Delete Kill 2" }));
    expect(drills().map((one) => one.title)).toEqual(["Kill"]);
    documents().undo();
    documents().undo();
    expect(drills().map((one) => one.title)).toEqual(["Kill"]);
    documents().undo();
    expect(drills().map((one) => one.title)).toEqual(["Drill"]);
    documents().undo();
    expect(drills()).toEqual([]);
  });
});

describe("ready drills", () => {
  it("are offered for what the document has, and become the document's own with one click, undoable", async () => {
    render(<DrillsPanel />);
    const ready = within(screen.getByRole("group", { name: "Ready drills" }));
    expect(ready.queryByRole("button", { name: "Lose a zone" })).toBeNull();
    await userEvent.click(ready.getByRole("button", { name: "Kill one replica" }));
    expect(drills()[1]).toMatchObject({ title: "Kill one replica", method: { faults: [{ target: { id: "shop" } }] } });
    expect(screen.getByRole("textbox", { name: "Title of the drill" })).toHaveProperty("value", "Kill one replica");
    documents().undo();
    expect(drills()).toHaveLength(1);
  });
});

describe("drill everything", () => {
  it("takes each node and link away, ranks what hurts, and marks single points of failure on the canvas", async () => {
    vi.stubGlobal("Worker", FakeWorker);
    render(<DrillsPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Drill everything" }));
    await userEvent.click(screen.getByRole("button", { name: "Take each away in turn" }));
    const found = await screen.findByText(/^Single points of failure: /, undefined, { timeout: 20_000 });
    expect(
      found.textContent
        ?.replace(/^.*: |\.$/g, "")
        .split(", ")
        .sort(),
    ).toEqual(["Shop to Store", "Store", "Users to Shop"]);
    expect([...useMarks.getState().marks.keys()].sort()).toEqual(["shop--store", "store", "users--shop"]);
    await userEvent.click(screen.getByRole("button", { name: "Store" }));
    expect([...useSelection.getState().ids]).toEqual(["store"]);
  }, 30_000);
});

describe("the timeline", () => {
  it("moves an action with the arrows, its end with Shift, its start by its edge; Delete removes it", async () => {
    render(<DrillsPanel />);
    span().focus();
    await userEvent.keyboard("{ArrowRight}{ArrowRight}");
    const times = () => drills()[0]?.method.faults.map(({ startMs, durationMs }) => [startMs, durationMs]);
    expect(times()).toEqual([[2000, 20_000]]);
    await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}");
    expect(times()).toEqual([[2000, 19_000]]);
    screen.getByRole("slider", { name: "Shop: crash, 1 of 3, start" }).focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(times()).toEqual([[3000, 18_000]]);
    // Presses of one key in a row are one step.
    documents().undo();
    documents().undo();
    documents().undo();
    expect(times()).toEqual([[0, 20_000]]);
    span().focus();
    await userEvent.keyboard("{Delete}");
    expect(times()).toEqual([]);
  });

  it("follows the pointer, and is one step to undo when it is let go", () => {
    render(<DrillsPanel />);
    // The track is 800 px wide and shows 80 s: a pixel is 100 ms.
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
    const before = documents().history.past.length;
    pointerDrag(span(), 53);
    expect(drills()[0]?.method.faults[0]).toMatchObject({ startMs: 5300, durationMs: 20_000 });
    pointerDrag(screen.getByRole("slider", { name: /1 of 3, end/ }), -100);
    expect(documents().history.past.length).toBe(before + 2);
    expect(drills()[0]?.method.faults[0]?.durationMs).toBeLessThan(12_000);
    documents().undo();
    documents().undo();
    expect(drills()[0]?.method.faults[0]).toMatchObject({ startMs: 0, durationMs: 20_000 });
  });

  it("takes what is dropped on it at the moment where it is dropped", () => {
    render(<DrillsPanel />);
    const track = screen.getByRole("region", { name: "Timeline of the drill" });
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue({ left: 0, width: 800 } as DOMRect);
    const data = { types: [STEP_DRAG_TYPE], getData: () => "slow" };
    const drop = createEvent.drop(track, { dataTransfer: data });
    Object.defineProperty(drop, "clientX", { value: 400 });
    fireEvent(track, drop);
    // 80 s from −30 s: the middle is 10 s after the method's start.
    expect(drills()[0]?.method.faults[1]).toMatchObject({ type: "slow", startMs: 10_000 });
  });

  it("shows the hypothesis' windows around the method", () => {
    render(<DrillsPanel />);
    const names = [...document.querySelectorAll(".drill-band")].map((band) => band.textContent);
    expect(names).toEqual(["Settle", "Hypothesis before", "Method", "Recovery", "Hypothesis after"]);
  });
});

describe("the library", () => {
  it("adds the first that a search finds with Enter, after what is there", async () => {
    render(<DrillsPanel />);
    await userEvent.type(screen.getByRole("searchbox", { name: "Search actions" }), "spike{Enter}");
    expect(drills()[0]?.method.traffic).toMatchObject([{ id: "traffic-1", startMs: 20_000, change: { factor: 10 } }]);
    expect(span("Every client: traffic ×10")).toBeDefined();
  });

  it("walks with the arrows and adds with Enter; what can hit nothing is not offered", async () => {
    render(<DrillsPanel />);
    const search = screen.getByRole("searchbox", { name: "Search actions" });
    await userEvent.type(search, "drain{ArrowDown}{Enter}");
    expect(drills()[0]?.method.actions).toMatchObject([{ type: "drain", node: "shop", replicas: [0] }]);
    await userEvent.clear(search);
    await userEvent.type(search, "consumer");
    expect(screen.getByRole("button", { name: /consumer/i })).toHaveProperty("disabled", true);
  });
});

describe("the inspector", () => {
  it("shows the chosen action's settings in place of the selection", async () => {
    render(
      <>
        <Inspector />
        <DrillsPanel />
      </>,
    );
    span().focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("heading", { name: "Crash" })).toBeDefined(), { timeout: 3000 });
    await userEvent.selectOptions(screen.getByRole("combobox", { name: "Where" }), "Store");
    expect(drills()[0]?.method.faults[0]?.target).toEqual({ type: "node", id: "store" });
    const lasts = screen.getByRole("spinbutton", { name: "Lasts" });
    await userEvent.clear(lasts);
    await userEvent.type(lasts, "7");
    expect(drills()[0]?.method.faults[0]?.durationMs).toBe(7000);
    useDrillsView.getState().inspect("");
    await waitFor(() => expect(screen.getByText("Settings of the drill")).toBeDefined());
  });

  it("changes magnitudes by the form of the fault's own schema, the change of traffic, and an operator's number", async () => {
    open({
      ...drill,
      method: {
        faults: [{ ...crash, id: "slow-1", type: "slow", params: {} }],
        traffic: [{ id: "traffic-1", startMs: 0, durationMs: 9000, change: { type: "factor", factor: 2 } }],
        actions: [{ id: "scale-1", type: "scale", node: "shop", startMs: 0, durationMs: 9000, replicas: 4 }],
      },
    });
    const type = async (inspected: string, name: string, text: string) => {
      useDrillsView.getState().inspect(inspected);
      render(<DrillInspector />);
      const field = screen.getByRole("spinbutton", { name });
      await userEvent.clear(field);
      await userEvent.type(field, text);
      cleanup();
    };
    await type("slow-1", "Service time times", "9");
    await type("traffic-1", "Traffic times", "7");
    await type("scale-1", "Replicas", "5");
    expect(drills()[0]?.method).toMatchObject({
      faults: [{ params: { factor: 9 } }],
      traffic: [{ change: { factor: 7 } }],
      actions: [{ replicas: 5 }],
    });
    await type("", "Recovery window", "45000");
    expect(drills()[0]?.windows.afterMs).toBe(45_000);
  });

  it("edits what stops a drill", async () => {
    useDrillsView.getState().inspect("");
    render(<DrillInspector />);
    await userEvent.click(screen.getByRole("button", { name: "Add stop condition" }));
    await userEvent.type(screen.getByRole("combobox", { name: "Stop condition 1" }), " over 5s");
    expect(drills()[0]?.stop).toEqual([{ objective: "errors < 50% over 5s", forMs: 10_000 }]);
  });
});

describe("the hypothesis", () => {
  const line = (n: number) => screen.getByRole("combobox", { name: `Objective ${n}` });

  it("tells at which character an objective is wrong while it is typed", async () => {
    render(<DrillsPanel />);
    await userEvent.clear(line(1));
    await userEvent.type(line(1), "eror < 1%");
    expect(screen.getByText(/^At character 1: "eror" is no measure\. Did you mean "errors"\?/)).toBeDefined();
    expect(document.querySelector<HTMLElement>(".objective-squiggle")?.style.width).toBe("4ch");
    expect(screen.getByRole("button", { name: "Run drill" })).toHaveProperty("disabled", true);
    documents().undo();
    expect(drills()[0]?.hypothesis).toEqual(["errors < 1%"]);
  });

  it("completes with the arrows and Enter, and takes the line with a second Enter", async () => {
    render(<DrillsPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Add objective" }));
    await userEvent.type(line(2), "p99(che");
    expect(
      within(screen.getByRole("listbox"))
        .getAllByRole("option")
        .map((one) => one.textContent),
    ).toEqual(["checkout"]);
    await userEvent.keyboard("{ArrowDown}{Enter} < 300ms{Enter}");
    expect(drills()[0]?.hypothesis).toEqual(["errors < 1%", "p99(checkout) < 300ms"]);
    documents().undo();
    expect(drills()[0]?.hypothesis).toEqual(["errors < 1%"]);
  });

  it("says of an objective that is right in itself what is wrong with it in this drill", async () => {
    open({ ...drill, hypothesis: ["errors < 1%", "recovery < 90s"] });
    render(<DrillsPanel />);
    expect(screen.getByText(/so long a recovery would not be seen/)).toBeDefined();
  });

  it("edits what has to hold in every drill of the document, and says what is wrong with it in this one", async () => {
    render(<DrillsPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Add to every drill" }));
    await userEvent.type(screen.getByRole("combobox", { name: "Objective of every drill 1" }), "recovery < 90s{Enter}");
    expect([documents().topology.objectives, drills()[0]?.hypothesis]).toEqual([["recovery < 90s"], ["errors < 1%"]]);
    expect(screen.getByText(/so long a recovery would not be seen/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Remove recovery < 90s" }));
    expect(documents().topology.objectives).toEqual([]);
    documents().undo();
    expect(documents().topology.objectives).toEqual(["recovery < 90s"]);
  });
});

describe("the blast radius before the run", () => {
  it("is marked on the canvas and said in words, and goes with the panel", () => {
    const { unmount } = render(<DrillsPanel />);
    expect(Object.fromEntries(useMarks.getState().marks)).toEqual({
      shop: "blast-hit",
      users: "blast-exposed",
      "users--shop": "blast-exposed",
    });
    expect(screen.getByText("Aimed at").nextSibling?.textContent).toBe("Shop");
    expect(screen.getByText("May feel it").nextSibling?.textContent).toBe("Users");
    unmount();
    expect(useMarks.getState().marks.size).toBe(0);
  });
});

describe("running", () => {
  const short = { hypothesis: ["errors < 1%", "throughput > 1/s"], method: { faults: [{ ...crash, durationMs: 2000 }] } };

  it("asks the simulation to play the drill", async () => {
    render(<DrillsPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Run drill" }));
    await userEvent.click(screen.getByRole("button", { name: "Watch" }));
    expect(playDrill.mock.calls).toEqual([
      ["d", true],
      ["d", false],
    ]);
  });

  it("shows the verdict of each objective and of the whole, and what it cost; an edit makes it earlier", async () => {
    const topology = withDrill(topologyWith(), { title: "Short", ...short });
    documents().open(`drills-${++opened}`, topology);
    const result = runDrill(topology);
    render(<DrillsPanel />);
    const before = result.drill.objectives.map((one) => ({ ...one, probes: one.probes.map((probe) => ({ ...probe, verdict: null })) }));
    useRun.getState().set({
      drill: {
        id: "d",
        topology,
        lengthMs: 1,
        report: { ...result.drill, verdict: null, phase: "before", words: "Under way.", objectives: before },
      },
    });
    expect(await screen.findAllByText(/not yet/)).not.toHaveLength(0);
    useRun.getState().set({ result, drill: { id: "d", topology, lengthMs: 1, report: result.drill } });
    expect(await screen.findByText(result.drill.words)).toBeDefined();
    expect(screen.getByText("Time to detect")).toBeDefined();
    expect(screen.getByText("Error budget spent")).toBeDefined();
    expect(screen.queryByText("Of an earlier version.")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: /Remove throughput/ }));
    expect(screen.getByText("Of an earlier version.")).toBeDefined();
  });

  it("repeats with many seeds on a pool of workers, and says in how many it holds", async () => {
    vi.stubGlobal("Worker", FakeWorker);
    documents().open(`drills-${++opened}`, withDrill(topologyWith(), short));
    render(<DrillsPanel />);
    const seeds = screen.getByRole("spinbutton", { name: "Seeds" });
    fireEvent.change(seeds, { target: { value: "3" } });
    await userEvent.click(screen.getByRole("button", { name: "Run with 3 seeds" }));
    expect(await screen.findByText(/Holds in \d of 3 seeds/, undefined, { timeout: 5000 })).toBeDefined();
    expect(within(screen.getByRole("table", { name: "Objectives over all seeds" })).getAllByText("3 of 3").length).toBeGreaterThan(0);
  });
});
