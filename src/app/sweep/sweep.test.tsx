import "../../topology/all-behaviours";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runReplication } from "../../lab/run-replication";
import { smallTopology } from "../../testing/fake-session";
import type { FromReplicationWorker, ToReplicationWorker } from "../../worker/replication-protocol";
import { RepeatPanel } from "../repeat/repeat-panel";
import { useRepeatView } from "../repeat/repeat-view";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { useSweep } from "./sweep";
import { sweepGroups } from "./sweep-fields";
import { sweepAsCsv } from "./sweep-results";
import { readValues, suggestedValues } from "./sweep-values";

/** A browser's worker that really simulates, one run per turn of the event loop, unless it hangs. */
class FakeWorker {
  static hangs = false;
  static alive = 0;
  onmessage: ((event: { data: FromReplicationWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  constructor() {
    FakeWorker.alive++;
  }
  postMessage({ topology, seed }: ToReplicationWorker): void {
    if (FakeWorker.hangs) return;
    setTimeout(() => this.onmessage?.({ data: { type: "sample", sample: runReplication(topology, seed) } }));
  }
  terminate(): void {
    FakeWorker.alive--;
  }
}

let opened = 0;
beforeEach(() => {
  vi.stubGlobal("Worker", FakeWorker);
  FakeWorker.hangs = false;
  FakeWorker.alive = 0;
  useRepeatView.getState().set({ over: "values" });
  useSelection.getState().clear();
  useDocument.getState().open(`sweep-${++opened}`, smallTopology({ run: { seed: 7, durationMs: 1000 } }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const document = () => useDocument.getState().topology;
const field = (ending: string) => {
  const found = sweepGroups(document())
    .flatMap(({ fields }) => fields)
    .find(({ path }) => path.endsWith(ending));
  if (found === undefined) throw new Error(`No field ends with ${ending}.`);
  return found;
};

async function varySlots(values: string) {
  const slots = field(".config.slots");
  render(<RepeatPanel />);
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "Vary" }), slots.path);
  await userEvent.clear(screen.getByRole("textbox", { name: "Values" }));
  await userEvent.type(screen.getByRole("textbox", { name: "Values" }), values);
  return slots;
}

describe("varying a setting", () => {
  it("offers every number that acts in the document, under the name of its node or link", () => {
    const slots = field(".config.slots");
    expect(slots.title).toBe("Slots per replica");
    expect(sweepGroups(document()).map(({ name }) => name)).toEqual(expect.arrayContaining(document().nodes.map(({ name }) => name)));
    // CoDel is off: its target has no effect, and is not offered.
    expect(
      sweepGroups(document())
        .flatMap(({ fields }) => fields)
        .some(({ path }) => path.endsWith("codelTargetMs")),
    ).toBe(false);
  });

  it("runs every value with the same seeds, and gives what the command line gives", async () => {
    const slots = await varySlots("8, 2 4");
    await userEvent.click(screen.getByRole("button", { name: "Run 15 times" }));
    await screen.findByText(/^3 values of slots per replica have run, 5 seeds each/, undefined, { timeout: 10_000 });
    const result = useSweep.getState().result;
    expect(result?.field).toBe(slots.path);
    expect(result?.points.map(({ value }) => value)).toEqual([2, 4, 8]);
    expect(result?.points.map(({ result: set }) => set.samples.map(({ seed }) => seed))).toEqual(new Array(3).fill([7, 8, 9, 10, 11]));
    expect(FakeWorker.alive).toBe(0);
  });

  it("puts a value of the table into the document, where undo brings the old one back", async () => {
    const slots = await varySlots("3, 5");
    await userEvent.click(screen.getByRole("button", { name: "Run 10 times" }));
    await screen.findByText(/^2 values/, undefined, { timeout: 10_000 });
    await userEvent.click(screen.getByRole("button", { name: "Table" }));
    const table = screen.getByRole("region", { name: "Figures by Slots per replica, table" });
    expect(within(table).getAllByRole("row")).toHaveLength(3);
    await userEvent.click(within(table).getByRole("button", { name: "Set 5" }));
    expect(field(".config.slots").value).toBe(5);
    expect(screen.getByText(/Of an earlier version/)).toBeTruthy();
    useDocument.getState().undo();
    expect(field(".config.slots").value).toBe(slots.value);
  });

  it("says what is wrong with values, and does not run them", async () => {
    await varySlots("1, 2.5");
    expect(screen.getByRole("alert").textContent).toBe("2.5: Slots per replica must be a whole number.");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Run" }).disabled).toBe(true);
  });

  it("can be cancelled, and lets its workers go", async () => {
    FakeWorker.hangs = true;
    await varySlots("1, 2");
    await userEvent.click(screen.getByRole("button", { name: "Run 10 times" }));
    expect(FakeWorker.alive).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(FakeWorker.alive).toBe(0);
    expect(useSweep.getState().running).toBe(false);
  });

  it("suggests values around the present one, within the field's range", () => {
    const slots = field(".config.slots");
    expect(suggestedValues({ ...slots, value: 8 })).toBe("4, 6, 8, 12, 16");
    expect(suggestedValues({ ...slots, value: 1 })).toBe("1, 2");
    expect(readValues("1", slots)).toEqual({ error: "Write at least two values, like 1, 2, 4." });
    expect(readValues("4 1, 1;2", slots)).toEqual({ values: [1, 2, 4] });
  });

  it("exports a line per value and metric", async () => {
    await varySlots("3, 5");
    await userEvent.click(screen.getByRole("button", { name: "Run 10 times" }));
    await screen.findByText(/^2 values/, undefined, { timeout: 10_000 });
    const result = useSweep.getState().result;
    if (result === null) throw new Error("There is no result.");
    const lines = sweepAsCsv(result).trimEnd().split("\r\n");
    expect(lines[0]).toBe(`"${result.field}",metric,mean,low95,high95`);
    expect(lines.filter((line) => line.startsWith("3,"))).toHaveLength(lines.filter((line) => line.startsWith("5,")).length);
    expect(lines.some((line) => /^3,latencyMeanMs,[\d.]+,[\d.]+,[\d.]+$/.test(line))).toBe(true);
  });
});
