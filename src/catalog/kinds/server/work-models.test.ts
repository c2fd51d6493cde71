import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const one = (requests: number, server: [string, Config], faults: Config[] = [], everyMs = 1) =>
  build({ nodes: { c: burst(requests, everyMs), s: server }, links: [["c", "s"]], faults, durationMs: 1000 });
const onServer = (type: string, startMs: number, durationMs: number, params: Config = {}) => ({
  id: `${type}${startMs}`,
  type,
  target: { type: "node", id: "s" },
  startMs,
  durationMs,
  params,
});
const sharing = (serviceMs: number, cores = 1, more: Config = {}) =>
  steadyServer(serviceMs, { work: "sharing", slots: 100, cores, ...more });

describe("processor sharing", () => {
  it("gives each of those at work an even share of the core", () => {
    // From 1 alone, from 2 on two: 1 + 9 x 2 = 19 until the first has its 10; the second has 9 then, and ends at 21.
    const { latencyMs, nodes } = run(one(2, sharing(10)));
    expect(latencyMs.max).toBeCloseTo(19, 9);
    expect(latencyMs.mean).toBeCloseTo((19 + 19) / 2, 9);
    expect(nodes.s.utilisationRatio).toBeCloseTo(0.02, 12);
    expect(nodes.s.waitMs).toEqual({ count: 2, mean: 0 });
  });

  it("gives nobody more than one core", () => {
    const { latencyMs, nodes } = run(one(2, sharing(10, 4)));
    expect(latencyMs).toMatchObject({ count: 2, mean: 10, max: 10 });
    expect(nodes.s.utilisationRatio).toBeCloseTo(20 / 4000, 12);
    // Half a core, as a limit in Kubernetes: alone it takes twice as long.
    expect(run(one(1, sharing(10, 0.5))).latencyMs.max).toBeCloseTo(20, 9);
  });

  it("the collector works on the same cores: as much as the work where half of the heap lives, and never all of them", () => {
    const heap = (heapRequests: number) => one(1, sharing(10, 4, { heapRequests, collectorRatio: 1 }));
    expect(run(heap(2)).latencyMs.max).toBeCloseTo(20, 9);
    expect(run(heap(5)).latencyMs.max).toBeCloseTo(12.5, 9);
    expect(run(heap(0)).latencyMs.max).toBeCloseTo(10, 9);
    // 0.99 of a heap that is full: 99 of collecting per 1 of work.
    expect(run({ ...heap(1), run: { seed: 1, durationMs: 2000 } }).latencyMs.max).toBeCloseTo(1000, 6);
  });

  it("three on two cores each get two thirds", () => {
    // At 1, 2, 3; until 3 all have a core: 2 and 1 done. Then 2/3 each: the first needs 8 more, 12 ms, until 15.
    // By then the others have 9 and 8: at full speed again, 1 and 2 ms more.
    const session = sessionOf(one(3, sharing(10, 2)));
    expect(at(session, 14.99).result().requests.ok).toBe(0);
    expect(at(session, 15.01).result().requests.ok).toBe(1);
    expect(at(session, 16.01).result().requests.ok).toBe(2);
    expect(at(session, 16.99).result().requests.ok).toBe(2);
    expect(at(session, 17.01).result().requests.ok).toBe(3);
  });

  it("lets the rest wait where slots are fewer", () => {
    // The third begins when the first leaves, at 20; the second has 1 left then, shared: it ends at 22, the third at 31.
    const { latencyMs, nodes } = run(one(3, sharing(10, 1, { slots: 2 })));
    expect(latencyMs.mean).toBeCloseTo((19 + 20 + 28) / 3, 9);
    expect(nodes.s.waitMs).toEqual({ count: 3, mean: expect.closeTo(17 / 3, 9) });
    expect(nodes.s.utilisationRatio).toBeCloseTo(0.03, 12);
  });

  it("a slowdown is felt at once, and ends at once", () => {
    // 1 to 4 at full speed, 4 to 10 at a third, then the 5 that are left: 15.
    const slow = [onServer("slow", 4, 6, { factor: 3 })];
    expect(run(one(1, sharing(10), slow)).latencyMs.max).toBeCloseTo(14, 9);
  });

  it("a pause moves every end by its length, and new arrivals wait for its end", () => {
    expect(run(one(2, sharing(10), [onServer("pause", 5, 100)])).latencyMs.mean).toBeCloseTo(119, 9);
    // At 6 and 12, paused from 8 to 108: the second begins then, beside the first, which has 2 of its 10 done.
    const late = run(one(2, sharing(10), [onServer("pause", 8, 100)], 6));
    expect(late.nodes.s.waitMs.mean).toBeCloseTo((108 - 12) / 2, 9);
    expect(late.latencyMs.mean).toBeCloseTo((124 - 6 + 126 - 12) / 2, 9);
  });

  it("a crash loses what is at work, and the next finds an idle core", () => {
    // At 30, 60 and 90.
    const { requests, latencyMs, nodes } = run(one(3, sharing(10), [onServer("crash", 35, 10)], 30));
    expect(requests).toMatchObject({ ok: 2, failuresByReason: { reset: 1 } });
    expect(latencyMs.max).toBeCloseTo(10, 9);
    expect(nodes.s.utilisationRatio).toBeCloseTo(0.025 / 0.99, 12);
  });

  it("who waits for a call holds a slot but no core", () => {
    const { latencyMs } = run(
      build({
        nodes: { c: burst(2), s: sharing(10), back: steadyServer(50, { slots: 10 }) },
        links: [
          ["c", "s"],
          ["s", "back"],
        ],
        durationMs: 1000,
      }),
    );
    expect(latencyMs.mean).toBeCloseTo(19 + 50, 9);
  });

  it("more cores take effect in a run under way", () => {
    const session = at(sessionOf(one(2, sharing(10))), 4);
    expect(session.retune(one(2, sharing(10, 2)))).toBe(true);
    // By 4 they have 2 and 1; alone from then on.
    expect(at(session, 1000).result().latencyMs.mean).toBeCloseTo((11 + 11) / 2, 9);
  });
});

describe("an infinite server", () => {
  it("keeps nobody waiting, and has no utilisation", () => {
    const { latencyMs, nodes } = run(one(50, steadyServer(100, { work: "infinite", slots: 1, queueLimit: 0 })));
    expect(latencyMs).toMatchObject({ count: 50, max: 100, mean: 100 });
    expect(nodes.s.utilisationRatio).toBe(0);
    expect(nodes.s.inSystem).toBeCloseTo(5, 9);
  });
});

describe("warm-up", () => {
  // Back at 20; speed climbs from 0.2 to 1 within 100 ms.
  const cold = { warmUpMs: 100, coldSpeedRatio: 0.2 };
  const crash = [onServer("crash", 10, 10)];

  it("starts warm, and is slow after a restart only", () => {
    expect(run(one(1, steadyServer(8, cold))).latencyMs.max).toBe(8);
    expect(run(one(1, steadyServer(20, cold), crash, 20)).latencyMs.max).toBeGreaterThan(40);
  });

  it.each([
    ["slots", 1],
    ["sharing", 1],
  ])("work takes the time under the climbing line: %s", (work, cores) => {
    // Begun at 20: 0.2 t + 0.004 t^2 = 20 where t = (sqrt(0.04 + 0.32) - 0.2) / 0.008 = 50.
    const first = one(1, steadyServer(20, { ...cold, work, cores }), crash, 20);
    expect(run(first).latencyMs.max).toBeCloseTo(50, 9);
    // 100 ms of climbing do 60; the other 10 at full speed.
    expect(run(one(1, steadyServer(70, { ...cold, work, cores }), crash, 20)).latencyMs.max).toBeCloseTo(110, 9);
    // A pause does not warm it: the end moves by its length.
    const paused = one(1, steadyServer(20, { ...cold, work, cores }), [...crash, onServer("pause", 30, 7)], 20);
    expect(run(paused).latencyMs.max).toBeCloseTo(57, 9);
  });
});
