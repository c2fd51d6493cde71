import { describe, expect, it } from "vitest";
import { capture } from "../../base/memento";
import { build, exponentialServer, poisson, run } from "../../testing/build";
import { runDrill, withDrill } from "../../testing/drills";
import { createSession } from "../create-session";

const shop = build({
  nodes: { users: poisson(200, [{ name: "checkout" }]), web: exponentialServer(10, 4, { replicas: 2 }) },
  links: [["users", "web", {}, { timeout: { perTryMs: 500 } }]],
});
const crash = { id: "kill", type: "crash", target: { type: "node", id: "web" }, startMs: 0, durationMs: 4000 };
const kill = { hypothesis: ["errors < 1%"], method: { faults: [crash] } };

describe("a drill's verdict", () => {
  it("held: the hypothesis is true before, and again after what is expected to be recovery", () => {
    const { drill } = runDrill(withDrill(shop, kill));
    expect(drill.verdict).toBe("held");
    expect(drill.phase).toBe("over");
    expect(drill.objectives[0].probes.map(({ span, value, verdict }) => [span, value, verdict])).toEqual([
      ["before", 0, "held"],
      ["after", 0, "held"],
    ]);
  });

  it("deviated: it is not true while the method acts, where that is asked", () => {
    const { drill } = runDrill(withDrill(shop, { ...kill, hypothesis: ["errors < 1%", "errors < 50% during"] }));
    expect(drill.verdict).toBe("deviated");
    expect(drill.words).toMatch(/^Deviated\. errors < 50% during the method: 100 %/);
  });

  it("deviated: the fault outlasts the expected recovery", () => {
    const { drill } = runDrill(
      withDrill(shop, {
        ...kill,
        rollback: { atEnd: "nothing" },
        method: { durationMs: 4000, faults: [{ ...crash, durationMs: undefined }] },
      }),
    );
    expect(drill.verdict).toBe("deviated");
    expect(drill.timeToRecoverMs).toBeNull();
    expect(drill.words).toContain("not recovered");
  });

  it("invalid: the hypothesis is not true before; the method never begins", () => {
    const { drill, durationMs, requests } = runDrill(withDrill(shop, { ...kill, hypothesis: ["throughput > 500/s"] }));
    expect(drill.verdict).toBe("invalid");
    expect(drill.words).toMatch(/^Invalid.*throughput > 500\/s before the method/);
    expect(durationMs).toBe(drill.times.steadyUntilMs);
    expect(drill.steps).toEqual([]);
    expect(requests.failed).toBe(0);
  });

  it("invalid: an objective that is always probed fails before, too", () => {
    expect(runDrill(withDrill(shop, { ...kill, hypothesis: ["p99 < 1ms always"] })).drill.verdict).toBe("invalid");
  });

  it("the document's own objectives are part of every drill", () => {
    const { drill } = runDrill(withDrill(shop, kill, { objectives: ["availability >= 99.9% always"] }));
    expect(drill.verdict).toBe("deviated");
    expect(drill.objectives.map(({ from }) => from)).toEqual(["document", "hypothesis"]);
  });
});

describe("what a drill measures", () => {
  const { drill } = runDrill(
    withDrill(shop, { hypothesis: ["errors < 1%", "p99(checkout) < 300ms", "recovery < 1s"], method: { faults: [crash] } }),
  );

  it("detects within the first windows and recovers with the fault's end", () => {
    expect(drill.timeToDetectMs).toBeLessThanOrEqual(500);
    expect(drill.timeToRecoverMs).toBeLessThanOrEqual(250);
    expect(drill.objectives[2].probes[0]).toMatchObject({ value: drill.timeToRecoverMs, verdict: "held" });
  });

  it("detects from the first step on, not from the method's start", () => {
    const late = { ...crash, startMs: 3000 };
    const found = runDrill(withDrill(shop, { ...kill, method: { faults: [late] } })).drill;
    expect(found.timeToDetectMs).toBeLessThanOrEqual(500);
    expect(found.steps[0].startMs).toBe(found.times.methodMs + 3000);
  });

  it("counts requests lost by reason: 200/s for 4 s, and what was in work", () => {
    expect(Math.abs(drill.lost.total - 800)).toBeLessThan(4 * Math.sqrt(800));
    expect(Object.keys(drill.lost.byReason).sort()).toEqual(["refused", "reset"]);
    expect(drill.lost.byReason.refused + drill.lost.byReason.reset).toBe(drill.lost.total);
  });

  it("weighs failures against the budget of an objective", () => {
    const { budget } = drill.objectives[0];
    expect(budget?.peakBurnRate).toBeCloseTo(100, 9);
    // 800 of the 2800 requests since the method began, where one in a hundred may fail.
    expect(budget?.burnRate).toBeGreaterThan(24);
    expect(budget?.burnRate).toBeLessThan(33);
    expect(budget?.spentRatio).toBeLessThan(budget?.burnRate ?? 0);
  });

  it("says who felt it", () => {
    expect(drill.blastRadius.operations.map(({ id }) => id)).toEqual(["checkout"]);
    expect(drill.blastRadius.nodes.map(({ id, hit }) => [id, hit])).toEqual([
      ["users", false],
      ["web", true],
    ]);
    expect(drill.blastRadius.nodes[1].felt.map(({ metric }) => metric)).toContain("errors");
  });

  it("finds nothing felt where nothing is broken, under thirty seeds", () => {
    const none = withDrill(shop, { hypothesis: ["errors < 1%"], method: {} });
    for (let seed = 1; seed <= 30; seed++) {
      const { blastRadius } = runDrill({ ...none, run: { ...none.run, seed } }).drill;
      expect(blastRadius).toEqual({ operations: [], nodes: [] });
    }
  });
});

describe("stop conditions", () => {
  const stopping = { ...kill, method: { faults: [{ ...crash, durationMs: 20_000 }] }, stop: [{ objective: "errors < 50%", forMs: 1000 }] };

  it("end the method once they have been missed for so long, and roll back", () => {
    const { drill, requests } = runDrill(withDrill(shop, stopping));
    expect(drill.stopped).toMatchObject({ objective: "errors < 50%" });
    expect(drill.stopped?.atMs).toBe(drill.times.steadyUntilMs + 1000);
    expect(drill.verdict).toBe("deviated");
    expect(drill.steps[0].endMs).toBe(drill.times.steadyUntilMs + 1001);
    expect(drill.objectives[0].probes[1]).toMatchObject({ verdict: "held", value: 0 });
    expect(requests.failed).toBeLessThan(300);
  });

  it("undo nothing where the drill says so", () => {
    const { drill } = runDrill(withDrill(shop, { ...stopping, rollback: { atStop: "nothing" } }));
    expect(drill.steps[0].endMs).toBe(drill.times.methodMs + 20_000);
    expect(drill.objectives[0].probes[1].verdict).toBe("deviated");
  });

  it("keep later steps from beginning", () => {
    const later = { ...crash, id: "later", startMs: 10_000, durationMs: 5000 };
    const { drill } = runDrill(withDrill(shop, { ...stopping, method: { faults: [{ ...crash, durationMs: 5000 }, later] } }));
    expect(drill.steps.map(({ id }) => id)).toEqual(["kill"]);
    expect(drill.objectives[0].probes[1].value).toBe(0);
  });

  it("leave a drill alone that does not miss them for long enough", () => {
    expect(runDrill(withDrill(shop, { ...stopping, method: { faults: [{ ...crash, durationMs: 800 }] } })).drill.stopped).toBeNull();
  });
});

describe("a drill is a run like any other", () => {
  it("without a method it comes to the hash of the plain run", () => {
    const none = withDrill(shop, { hypothesis: ["errors < 1%"], method: {} });
    const played = runDrill(none);
    expect(played.drill.verdict).toBe("held");
    expect(played.runHash).toBe(run({ ...shop, run: { ...shop.run, durationMs: played.durationMs } }).runHash);
  });

  it("the same seed, the same hash and report, in one go, in slices and after going back", () => {
    const topology = withDrill(shop, {
      ...kill,
      method: { faults: [{ ...crash, durationMs: 20_000 }] },
      stop: [{ objective: "errors < 50%", forMs: 1000 }],
    });
    const whole = runDrill(topology);
    const made = createSession(topology, "d");
    if (!made.ok) throw new Error("refused");
    const session = made.value;
    session.keepSnapshots(100e6);
    for (let ms = 0; !session.finished(); ms += 777) session.advance(ms, 5000);
    expect(session.result()).toEqual(whole);
    for (const back of [12_000, 7500, 7000, 3000, 8250]) {
      session.rewind(back);
      session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
      expect(session.result().drill).toEqual(whole.drill);
      expect(session.result().runHash).toBe(whole.runHash);
    }
  });

  it("tells of the drill in frames, once a window", () => {
    const made = createSession(withDrill(shop, kill), "d");
    if (!made.ok) throw new Error("refused");
    expect(made.value.frame().drill?.phase).toBe("settle");
    expect(made.value.frame().drill).toBeUndefined();
    made.value.advance(8000, Number.POSITIVE_INFINITY);
    expect(made.value.frame().drill).toMatchObject({ phase: "method", verdict: null });
    expect(createSession(shop).ok && createSession(shop)).toMatchObject({ ok: true });
  });

  it("keeps in its snapshots only what changes", () => {
    const topology = withDrill(shop, kill);
    expect(capture([topology], new WeakSet()).bytes).toBeGreaterThan(0);
    const made = createSession(topology, "none");
    expect(made.ok ? [] : made.error.map(({ message }) => message)).toEqual(['There is no drill "none" in this document.']);
  });
});
