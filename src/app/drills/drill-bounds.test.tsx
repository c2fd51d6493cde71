import "../../topology/all-behaviours";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { topologyWith } from "../../testing/drill-documents";
import { pointerDrag } from "../../testing/pointer-drag";
import { problemsOfDrill } from "../../topology/drills/check";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { boundsOf, movedBound } from "./drill-bounds";
import { DrillTimeline } from "./drill-timeline";

const crash = { id: "crash-1", type: "crash", target: { type: "node", id: "shop", replicas: [0] }, startMs: 0, durationMs: 20_000 };
const document = topologyWith({ drills: [{ id: "d", title: "Kill a replica", hypothesis: ["errors < 1%"], method: { faults: [crash] } }] });
const drill = document.drills[0] as Drill;
const grid = { lengthMs: 80_000, edges: [0, 20_000], reachMs: 600 };

function moved(id: string, byMs: number, of: Drill = drill): Drill {
  const bound = boundsOf(of).find((one) => one.id === id);
  if (bound === undefined) throw new Error(`No bound "${id}".`);
  return { ...of, ...movedBound(of, bound, byMs, grid) };
}

describe("edges of a drill's windows", () => {
  it("lie where the windows do, and say what they come to", () => {
    expect(boundsOf(drill).map(({ id, atMs, words }) => [id, atMs, words])).toEqual([
      ["settle", -30_000, "settles for 10 s"],
      ["before", -20_000, "holds for 20 s before"],
      ["method", 20_000, "lasts as long as its steps, 20 s"],
      ["recovery", 30_000, "recovers within 10 s"],
      ["after", 50_000, "watched for 30 s after the method"],
    ]);
    expect(boundsOf({ ...drill, expectedRecoveryMs: 30_000 }).map(({ id }) => id)).not.toContain("recovery");
  });

  it("change one length each", () => {
    expect(moved("settle", -5000).windows).toEqual({ settleMs: 15_000, beforeMs: 20_000, afterMs: 30_000 });
    expect(moved("before", -5000).windows).toEqual({ settleMs: 10_000, beforeMs: 25_000, afterMs: 30_000 });
    expect(moved("after", 5000).windows).toEqual({ settleMs: 10_000, beforeMs: 20_000, afterMs: 35_000 });
    expect(moved("recovery", 5000)).toMatchObject({ expectedRecoveryMs: 15_000, windows: drill.windows });
    expect(moved("method", 5000).method).toEqual({ ...drill.method, durationMs: 25_000 });
  });

  it("let the method last as long as its steps where that is where it ends", () => {
    const longer = moved("method", 5000);
    expect(moved("method", -4500, longer).method).toEqual(drill.method);
  });

  it("never make a drill that cannot run", () => {
    for (const { id } of boundsOf(drill)) {
      for (const by of [-100_000, 100_000]) expect(problemsOfDrill(document, moved(id, by), ""), `${id} by ${by}`).toEqual([]);
    }
  });
});

describe("on the timeline", () => {
  const documents = useDocument.getState;
  const edge = (name: string) => screen.getByRole("slider", { name });
  const shown = () => documents().topology.drills[0] as Drill;
  let opened = 0;
  beforeEach(() => {
    documents().open(`bounds-${++opened}`, document);
    const Shown = () => <DrillTimeline drill={useDocument((state) => state.topology.drills[0] as Drill)} />;
    render(<Shown />);
  });
  afterEach(() => {
    cleanup();
    vi.restoreAllMocks();
  });

  it("follow the pointer, and are one step to undo", () => {
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800);
    pointerDrag(edge("End of the drill"), 100);
    expect(shown().windows.afterMs).toBe(40_000);
    expect(edge("End of the drill").getAttribute("aria-valuetext")).toBe("watched for 40 s after the method");
    documents().undo();
    expect(shown().windows).toEqual(drill.windows);
  });

  it("follow the arrows; Delete gives the method its own length back", async () => {
    edge("Start of the hypothesis before").focus();
    await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
    expect(shown().windows.beforeMs).toBe(22_000);
    documents().undo();
    expect(shown().windows).toEqual(drill.windows);
    edge("End of the method").focus();
    await userEvent.keyboard("{ArrowRight}");
    expect(shown().method.durationMs).toBe(21_000);
    await userEvent.keyboard("{Delete}");
    expect(shown().method.durationMs).toBeUndefined();
  });
});
