import "../../topology/all-behaviours";
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runReplication } from "../../lab/run-replication";
import { smallTopology } from "../../testing/fake-session";
import { setRun } from "../../topology/edit/config";
import type { FromReplicationWorker, ToReplicationWorker } from "../../worker/replication-protocol";
import { useNotice } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { RepeatButton } from "./repeat-button";
import { RepeatPanel } from "./repeat-panel";
import { useRepeatView } from "./repeat-view";
import { useRepetition } from "./repetition";

/** A browser's worker that really simulates, one run per turn of the event loop, unless it is told to hang or break. */
class FakeWorker {
  static behaviour: "work" | "hang" | "break" = "work";
  static alive = 0;
  onmessage: ((event: { data: FromReplicationWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  constructor() {
    FakeWorker.alive++;
  }
  postMessage({ topology, seed }: ToReplicationWorker): void {
    if (FakeWorker.behaviour === "hang") return;
    setTimeout(() => {
      if (FakeWorker.behaviour === "break") this.onerror?.({ message: "out of memory" });
      else this.onmessage?.({ data: { type: "sample", sample: runReplication(topology, seed) } });
    });
  }
  terminate(): void {
    FakeWorker.alive--;
  }
}

const documents = useDocument.getState;
let opened = 0;

beforeEach(() => {
  vi.stubGlobal("Worker", FakeWorker);
  vi.spyOn(navigator, "hardwareConcurrency", "get").mockReturnValue(3);
  FakeWorker.behaviour = "work";
  FakeWorker.alive = 0;
  useNotice.getState().dismiss();
  useRepetition.getState().choose({ precision: null, seeds: 4 });
  documents().open(`document-${++opened}`, smallTopology({ run: { seed: 7, durationMs: 2000 } }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function repeatAll() {
  render(<RepeatPanel />);
  await userEvent.click(screen.getByRole("button", { name: "Repeat with 4 seeds" }));
  await screen.findByText(/^All 4 seeds have run/, undefined, { timeout: 5000 });
}

const strip = (name: RegExp) => screen.getByRole("listbox", { name });

describe("repeating with other seeds", () => {
  it("says of each figure between what it lies, and shows a dot for each seed", async () => {
    await repeatAll();
    const throughput = screen.getByRole("region", { name: "Throughput" });
    expect(throughput.textContent).toMatch(/between [\d.]+ and [\d.]+ \/s, 95 % over 4 seeds/);
    const dots = within(strip(/^Throughput/)).getAllByRole("option");
    const seeds = dots.map((dot) => Number(/seed (\d+)/.exec(dot.getAttribute("aria-label") ?? "")?.[1]));
    expect(seeds.sort()).toEqual([7, 8, 9, 10].sort());
    expect(dots.every((dot) => /run hash [0-9a-f]{16}/.test(dot.getAttribute("aria-label") ?? ""))).toBe(true);
  });

  it("claims no interval for errors that never happened", async () => {
    await repeatAll();
    expect(screen.getByRole("region", { name: "Errors" }).textContent).toContain("none seen in 4 seeds");
  });

  it("lets every worker go when it is done", async () => {
    await repeatAll();
    expect(FakeWorker.alive).toBe(0);
  });

  it("shows progress, and cancels at once", async () => {
    FakeWorker.behaviour = "hang";
    render(<RepeatPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Repeat with 4 seeds" }));
    expect(screen.getByRole("progressbar", { name: "Repetition" }).getAttribute("aria-valuetext")).toBe("0 of 4 seeds");
    expect(FakeWorker.alive).toBe(2);
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(FakeWorker.alive).toBe(0);
    expect(screen.getByRole("status").textContent).toBe("Cancelled: 0 of 4 seeds count.");
    expect(screen.getByText("An interval takes", { exact: false })).toBeDefined();
  });

  it("takes the seed of a dot into the document, with the arrow keys and Enter, and undo brings the old one back", async () => {
    await repeatAll();
    fireEvent.focus(strip(/^Mean latency/));
    fireEvent.keyDown(strip(/^Mean latency/), { key: "End" });
    const active = strip(/^Mean latency/).getAttribute("aria-activedescendant") ?? "";
    const label = document.getElementById(active)?.getAttribute("aria-label") ?? "";
    fireEvent.keyDown(strip(/^Mean latency/), { key: "Enter" });
    const seed = documents().topology.run.seed;
    expect(label).toContain(`seed ${seed},`);
    expect(useNotice.getState().notice?.text).toContain(`Seed ${seed} is in the document`);
    expect(screen.queryByText(/Of an earlier version/)).toBeNull();
    act(() => documents().undo());
    expect(documents().topology.run.seed).toBe(7);
  });

  it("marks what it found when the document has changed, and takes no seed of it any more", async () => {
    await repeatAll();
    act(() => documents().change("Longer", (topology) => setRun(topology, { durationMs: 9000 })));
    expect(screen.getByText("Of an earlier version.")).toBeDefined();
    fireEvent.focus(strip(/^Throughput/));
    fireEvent.keyDown(strip(/^Throughput/), { key: "End" });
    fireEvent.keyDown(strip(/^Throughput/), { key: "Enter" });
    expect(documents().topology.run.seed).toBe(7);
    expect(useNotice.getState().notice?.text).toMatch(/would not run like that again/);
    act(() => documents().undo());
    expect(screen.queryByText("Of an earlier version.")).toBeNull();
  });

  it("forgets what it found when another document is opened", async () => {
    await repeatAll();
    act(() => documents().open("other", smallTopology()));
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.getByText(/One run is one roll of the dice/)).toBeDefined();
  });

  it("has the same as a table, from which a seed can be taken too", async () => {
    await repeatAll();
    await userEvent.click(screen.getByRole("button", { name: "Table" }));
    const table = screen.getByRole("table");
    expect(within(table).getAllByRole("row")).toHaveLength(1 + 2 + 4);
    expect(within(table).getByRole("row", { name: /95 % interval/ }).textContent).toMatch(/[\d.]+ to [\d.]+ \/s/);
    await userEvent.click(screen.getByRole("button", { name: "Take seed 9" }));
    expect(documents().topology.run.seed).toBe(9);
  });

  it("stops by itself when the figures are known well enough", async () => {
    render(<RepeatPanel />);
    await userEvent.selectOptions(screen.getByLabelText("Run"), "until ±5 %");
    await userEvent.click(screen.getByRole("button", { name: "Repeat until ±5 %" }));
    await screen.findByText(/^Enough after \d+ seeds\. Mean latency and p99 are known to ±[\d.]+ %/, undefined, {
      timeout: 5000,
    });
    const { samples, reachedRatio } = useRepetition.getState().result ?? { samples: [], reachedRatio: null };
    expect(samples.length).toBeLessThan(200);
    expect(reachedRatio).toBeLessThanOrEqual(0.05);
  });

  it("says what went wrong and what to do", async () => {
    FakeWorker.behaviour = "break";
    render(<RepeatPanel />);
    await userEvent.click(screen.getByRole("button", { name: "Repeat with 4 seeds" }));
    expect((await screen.findByRole("alert")).textContent).toMatch(/seed \d+ stopped: out of memory\. Try again/);
    expect(screen.getByRole("button", { name: "Repeat with 4 seeds" })).toBeDefined();
    expect(FakeWorker.alive).toBe(0);
  });

  it("begins by itself when a command asks for it, and tells how far it is while the panel is away", async () => {
    FakeWorker.behaviour = "hang";
    useRepeatView.getState().begin();
    const panel = render(<RepeatPanel />);
    await waitFor(() => expect(FakeWorker.alive).toBe(2));
    panel.unmount();
    render(<RepeatButton />);
    expect(screen.getByRole("button", { name: "Repeat", pressed: true })).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Repeat" }));
    expect(screen.getByRole("button", { name: "Repeat 0 %" })).toBeDefined();
    act(() => useRepetition.getState().cancel());
    expect(screen.getByRole("button", { name: "Repeat" })).toBeDefined();
  });

  it("takes no number of seeds that it cannot run", () => {
    render(<RepeatPanel />);
    const seeds = screen.getByLabelText("Seeds");
    for (const [typed, kept] of [
      ["1000", "500"],
      ["1", "2"],
      ["", "2"],
      ["12", "12"],
    ] as const) {
      fireEvent.change(seeds, { target: { value: typed } });
      fireEvent.blur(seeds);
      expect((seeds as HTMLInputElement).value).toBe(kept);
    }
  });
});
