import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, burst, even, hopsOf, steadyServer } from "../../../testing/timeline";

const alone = (requests: number, server: ReturnType<typeof steadyServer>) =>
  run(build({ nodes: { c: burst(requests), s: server }, links: [["c", "s"]], durationMs: 1000 }));

describe("server", () => {
  it("serves one at a time, lets the queue's limit wait and rejects the rest", () => {
    // Arrivals at 1, 2, 3, 4; work 1-11, 11-21, 21-31; the fourth finds two waiting.
    const { requests, latencyMs, nodes } = alone(4, steadyServer(10, { queueLimit: 2 }));
    expect(requests).toMatchObject({ issued: 4, ok: 3, failuresByReason: { rejected: 1 } });
    expect(latencyMs.mean).toBeCloseTo((10 + 19 + 28) / 3, 9);
    expect(latencyMs.max).toBe(28);
    expect(nodes.s.queueLengthMax).toBe(2);
    expect(nodes.s.waitMs).toEqual({ count: 3, mean: 9 });
    expect(nodes.s.utilisationRatio).toBeCloseTo(0.03, 12);
    // Waiting: one from 2 to 3, two from 3 to 11, one from 11 to 21.
    expect(nodes.s.queueLength).toBeCloseTo((1 + 16 + 10) / 1000, 12);
  });

  it("has room for as many as there are slots", () => {
    const { latencyMs } = alone(3, steadyServer(10, { slots: 2 }));
    expect(latencyMs).toMatchObject({ count: 3, max: 18 });
    expect(latencyMs.mean).toBeCloseTo((10 + 10 + 18) / 3, 9);
  });

  it("first in, first out or last in, first out", () => {
    const greatest = (discipline: string) => alone(3, steadyServer(10, { discipline })).latencyMs;
    // Last in first out: the third (3) works 11-21 and waits less, the second (2) works 21-31.
    expect(greatest("fifo")).toMatchObject({ max: 28 });
    expect(greatest("lifo")).toMatchObject({ max: 29 });
    expect(greatest("lifo").mean).toBeCloseTo((10 + 18 + 29) / 3, 9);
  });

  it("holds its slot during calls, or lets others work meanwhile", () => {
    const latency = (blocking: boolean) =>
      run(
        build({
          nodes: { c: burst(2), s: steadyServer(10, { blocking }), back: steadyServer(100, { slots: 10 }) },
          links: [
            ["c", "s"],
            ["s", "back"],
          ],
          durationMs: 1000,
        }),
      );
    const held = latency(true);
    // 1-11 work, 11-111 call; then 111-121 work, 121-221 call.
    expect(held.latencyMs).toMatchObject({ max: 219, mean: (110 + 219) / 2 });
    expect(held.nodes.s.utilisationRatio).toBeCloseTo(0.22, 12);
    const freed = latency(false);
    expect(freed.latencyMs).toMatchObject({ max: 119, mean: (110 + 119) / 2 });
    expect(freed.nodes.s.utilisationRatio).toBeCloseTo(0.02, 12);
  });

  const twoCallees = (calls: string, faults: Record<string, unknown>[] = []) =>
    run(
      build({
        nodes: { c: burst(1), s: steadyServer(10, { calls }), a: steadyServer(20), b: steadyServer(30) },
        links: [
          ["c", "s"],
          ["s", "a"],
          ["s", "b"],
        ],
        faults,
        durationMs: 1000,
      }),
    );

  it("calls one after another, or all at once", () => {
    expect(twoCallees("sequence").latencyMs.max).toBe(60);
    expect(twoCallees("parallel").latencyMs.max).toBe(40);
  });

  it("a failed call ends a sequence at once; calls made together are all awaited", () => {
    const broken = [{ id: "f", type: "errors", target: { type: "node", id: "a" }, startMs: 0, params: { ratio: 1 } }];
    const sequence = twoCallees("sequence", broken);
    expect(sequence.links["s-b"].calls).toBe(0);
    expect(sequence.requests.failuresByReason).toEqual({ error: 1 });
    const parallel = twoCallees("parallel", broken);
    expect(parallel.links["s-b"]).toMatchObject({ calls: 1, ok: 1 });
    expect(parallel.requests.failuresByReason).toEqual({ error: 1 });
    expect(parallel.nodes.s.inSystem).toBeCloseTo(0.04, 12);
  });

  it("makes a call for the link's share of requests", () => {
    const { links } = run(
      build({
        nodes: { c: even(1000), s: steadyServer(0), a: steadyServer(0), b: steadyServer(0) },
        links: [
          ["c", "s"],
          ["s", "a", { callRatio: 0.25 }],
          ["s", "b", { callRatio: 0 }],
        ],
        durationMs: 10_000,
      }),
    );
    expect(links["c-s"].calls).toBe(10_000);
    expect(Math.abs(links["s-a"].calls - 2500)).toBeLessThan(binomialMargin(10_000, 0.25));
    expect(links["s-b"].calls).toBe(0);
  });

  it("without a balancer each request goes to any replica, all equally likely", () => {
    const { requests } = run(
      build({
        nodes: { c: even(1000), s: steadyServer(0, { replicas: 4 }) },
        links: [["c", "s"]],
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "s", replicas: [2] }, startMs: 0 }],
        durationMs: 10_000,
      }),
    );
    const { refused } = requests.failuresByReason;
    expect(Math.abs(refused - 2500)).toBeLessThan(binomialMargin(10_000, 0.25));
  });

  it("a reply leaves when the work is done, not before", () => {
    const hops = hopsOf(
      build({
        nodes: { c: burst(1), s: steadyServer(10) },
        links: [["c", "s", { latency: { type: "constant", valueMs: 2 } }]],
        durationMs: 100,
      }),
    );
    expect(hops).toEqual([
      { link: "c-s", code: "request", departMs: 1, arriveMs: 3 },
      { link: "c-s", code: "reply", departMs: 13, arriveMs: 15 },
    ]);
  });

  it("more slots and a longer queue take effect in a run under way", () => {
    const topology = (slots: number) =>
      build({ nodes: { c: burst(4), s: steadyServer(100, { slots }) }, links: [["c", "s"]], durationMs: 1000 });
    const session = at(sessionOf(topology(1)), 50);
    expect(session.retune(topology(4))).toBe(true);
    // Three waited at 50 and start together.
    expect(at(session, 1000).result().latencyMs).toMatchObject({ count: 4, max: 148 });
  });
});
