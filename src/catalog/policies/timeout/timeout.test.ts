import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, steadyServer } from "../../../testing/timeline";

const limited = (perTryMs: number, overallMs = 0, serviceMs = 80) =>
  build({
    nodes: { c: burst(1), s: steadyServer(serviceMs) },
    links: [["c", "s", {}, { timeout: { perTryMs, overallMs } }]],
    durationMs: 1000,
  });

describe("timeout", () => {
  it("the caller gives up at exactly the time; the callee works on and its late answer is wasted", () => {
    const session = sessionOf(limited(50));
    expect(at(session, 50.999).result().requests).toMatchObject({ failed: 0, inFlight: 1 });
    expect(at(session, 51).result().requests).toMatchObject({ failed: 1, inFlight: 0, failuresByReason: { timeout: 1 } });
    expect(at(session, 80.999).result()).toMatchObject({ nodes: { s: { ok: 0 } }, links: { "c-s": { lateReplies: 0 } } });
    const { nodes, links, requests } = at(session, 1000).result();
    expect(nodes.s).toMatchObject({ ok: 1, failed: 0, utilisationRatio: 0.08 });
    expect(links["c-s"]).toMatchObject({ calls: 1, ok: 0, lateReplies: 1, failuresByReason: { timeout: 1 } });
    expect(requests).toMatchObject({ issued: 1, ok: 0, failed: 1 });
  });

  it("an answer in time cancels it", () => {
    expect(run(limited(81)).requests).toMatchObject({ ok: 1, failed: 0 });
  });

  it("of two limits without retries the tighter one counts", () => {
    expect(at(sessionOf(limited(50, 20)), 21).result().requests.failed).toBe(1);
    expect(at(sessionOf(limited(20, 50)), 21).result().requests.failed).toBe(1);
  });

  it("the callee's own calls go on, though nobody waits for them", () => {
    const { nodes, links } = run(
      build({
        nodes: { c: burst(1), s: steadyServer(80), back: steadyServer(10) },
        links: [
          ["c", "s", {}, { timeout: { perTryMs: 50 } }],
          ["s", "back"],
        ],
        durationMs: 1000,
      }),
    );
    expect(nodes.back.ok).toBe(1);
    expect(links["s-back"]).toMatchObject({ ok: 1, lateReplies: 0 });
  });

  it("a paused caller notices only when it goes on", () => {
    const session = sessionOf(
      build({
        nodes: { c: burst(1), s: steadyServer(0), back: steadyServer(500) },
        links: [
          ["c", "s"],
          ["s", "back", { latency: constant(0) }, { timeout: { perTryMs: 50 } }],
        ],
        faults: [{ id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 20, durationMs: 180 }],
        durationMs: 1000,
      }),
    );
    expect(at(session, 199).result().requests.failed).toBe(0);
    expect(at(session, 200).result().requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("a new limit holds for the calls that follow in a run under way", () => {
    const two = (perTryMs: number) =>
      build({ nodes: { c: burst(2, 100), s: steadyServer(80) }, links: [["c", "s", {}, { timeout: { perTryMs } }]], durationMs: 1000 });
    const session = at(sessionOf(two(100)), 190);
    expect(session.retune(two(30))).toBe(true);
    expect(at(session, 229).result().requests).toMatchObject({ ok: 1, failed: 0 });
    expect(at(session, 230).result().requests).toMatchObject({ ok: 1, failed: 1 });
  });
});
