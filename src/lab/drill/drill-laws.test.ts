import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crowdedTopologyArbitrary } from "../../testing/crowded-topologies";
import { runDrill } from "../../testing/drills";
import { draftAll } from "../../topology/drills/library/registry";
import { type Drill, drillSchema } from "../../topology/drills/schema";
import type { Topology } from "../../topology/schema";
import { createSession } from "../create-session";

/** The same within seconds: what takes a minute in a ready drill takes a second here. */
function hurried(drill: Drill): Drill {
  const text = JSON.stringify(drill.method).replace(
    /"(durationMs|rampMs|startMs|mtbfMs|mttrMs)":(\d+)/g,
    (_, name, ms) => `"${name}":${Math.max(name === "startMs" ? 0 : 1, Number(ms) / 60)}`,
  );
  return drillSchema.parse({
    ...drill,
    method: JSON.parse(text),
    windows: { settleMs: 100, beforeMs: 500, afterMs: 1500 },
    expectedRecoveryMs: 500,
    stop: [{ objective: "errors < 90%", forMs: 200 }],
    hypothesis: ["throughput >= 0/s", "errors <= 100% always", "p99 < 1h"],
  });
}

describe("any ready drill in any topology", () => {
  it("comes to the same report and hash in one go, in slices, watched and gone back in; and is plain data", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(crowdedTopologyArbitrary, fc.nat(), fc.integer({ min: 50, max: 900 }), (base, pick, slice) => {
        const topology: Topology = { ...base, objectives: [], faults: [] };
        const drafts = draftAll(topology);
        if (drafts.length === 0) return;
        const drill = hurried(drafts[pick % drafts.length].drill);
        const document = { ...topology, drills: [drill] };
        const whole = runDrill(document, drill.id);
        expect(JSON.parse(JSON.stringify(whole.drill))).toEqual(whole.drill);
        expect(whole.drill.verdict).not.toBeNull();
        const { requests } = whole;
        expect(requests.ok + requests.failed + requests.inFlight).toBe(requests.issued);
        const made = createSession(document, drill.id);
        if (!made.ok) throw new Error("refused");
        const session = made.value;
        session.keepSnapshots(200e6);
        while (!session.finished()) {
          session.advance(session.nowMs() + slice, 2000);
          session.frame();
        }
        expect(session.result()).toEqual(whole);
        session.rewind(whole.durationMs / 2);
        session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
        expect(session.result().runHash).toBe(whole.runHash);
        expect(session.result().drill).toEqual(whole.drill);
      }),
      { numRuns: 25 },
    );
  });
});
