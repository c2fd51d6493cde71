import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { topologyWith } from "../../testing/drill-documents";
import { runDrill, withDrill } from "../../testing/drills";
import { fakeFrame, fakeLayout, fakeResult } from "../../testing/fake-session";
import { setRun } from "../../topology/edit/config";
import { changeDrill } from "../../topology/edit/drills";
import { deliver } from "../../worker/client";
import type { FromWorker, ToWorker } from "../../worker/protocol";
import { useNotice } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { useRun } from "../stores/run-store";
import { connectSimulation } from "./simulation-link";

const topology = withDrill(topologyWith(), {
  hypothesis: ["errors < 1%"],
  windows: { settleMs: 0, beforeMs: 1000, afterMs: 2000 },
  expectedRecoveryMs: 500,
});
const layout = fakeLayout({ ...topology, run: { ...topology.run, durationMs: 7000 } });
const { drill: report } = runDrill(topology);

let sent: ToWorker[];
let say: (message: FromWorker) => void;
let stop: () => void;

beforeEach(() => {
  sent = [];
  useRun.getState().set({ speed: 5 });
  useDocument.getState().open("drilled", topology);
  stop = connectSimulation((handlers) => {
    say = (message) => deliver(handlers, message);
    return { send: (message) => sent.push(message), destroy: () => {} };
  });
  say({ type: "loaded", layout: fakeLayout(topology) });
  sent = [];
});
afterEach(() => {
  useRun.getState().controls.leaveDrill();
  stop();
});
const { playDrill, leaveDrill } = {
  playDrill: (rush: boolean) => useRun.getState().controls.playDrill("d", rush),
  leaveDrill: () => useRun.getState().controls.leaveDrill(),
};

describe("playing a drill", () => {
  it("loads the document with the drill and plays it, at the speed that is set or at once", () => {
    playDrill(false);
    expect(sent).toMatchObject([
      { type: "load", drill: "d" },
      { type: "play", speed: 5 },
    ]);
    playDrill(true);
    expect(sent.slice(2)).toMatchObject([
      { type: "load", drill: "d" },
      { type: "play", speed: Number.POSITIVE_INFINITY },
    ]);
    expect(useRun.getState()).toMatchObject({ rushing: true, drill: { id: "d", report: null } });
  });

  it("shows the verdicts that come with the frames, how long it lasts, and the last one at its end", () => {
    playDrill(false);
    say({ type: "loaded", layout });
    expect(useRun.getState().drill).toMatchObject({ lengthMs: 7000, report: null });
    const before = { ...report, verdict: null };
    say({ type: "frame", state: "running", frame: { ...fakeFrame(layout, { from: 0, now: 500, events: 1 }), drill: before } });
    expect(useRun.getState().drill?.report).toBe(before);
    say({ type: "frame", state: "running", frame: fakeFrame(layout, { from: 500, now: 600, events: 1 }) });
    expect(useRun.getState().drill?.report).toBe(before);
    say({ type: "finished", result: { ...fakeResult(topology, 9), drill: report } });
    expect(useRun.getState().drill?.report).toBe(report);
    leaveDrill();
    expect(useRun.getState().drill).toBeNull();
    expect(sent.at(-1)).toEqual({ type: "load", topology });
  });

  it("goes back to the plain run, and says why, when the drill is refused", () => {
    playDrill(false);
    say({ type: "refused", problems: [{ path: "drills[0]", message: "It has no hypothesis.", remedy: "Add one.", severity: "error" }] });
    expect(useRun.getState()).toMatchObject({ drill: null, problems: [] });
    expect(sent.at(-1)).toEqual({ type: "load", topology });
    expect(useNotice.getState().notice?.text).toContain("It has no hypothesis.");
  });

  it("plays on as it began while the drill is edited; a change of the system reaches it", async () => {
    playDrill(false);
    say({ type: "loaded", layout });
    const { change } = useDocument.getState();
    change("Rename", (now) => changeDrill(now, "d", (drill) => ({ ...drill, hypothesis: ["errors < 2%"] })));
    change("Seed", (now) => setRun(now, { seed: 9 }));
    await new Promise((done) => setTimeout(done, 250));
    expect(sent.filter(({ type }) => type === "retune")).toMatchObject([
      { topology: { run: { seed: 9 }, drills: [{ hypothesis: ["errors < 1%"] }] } },
    ]);
  });
});
