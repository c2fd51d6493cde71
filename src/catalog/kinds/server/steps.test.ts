import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const work = (ms: number, more: Config = {}) => ({ type: "work", time: constant(ms), ...more });
const call = (to = "", more: Config = {}) => ({ type: "call", to, ...more });
const reply = { type: "reply" };

/** One request a second to s, which calls a (20 ms), b (30 ms) and d (50 ms). */
const topology = (
  steps: Config[],
  more: { requests?: number; server?: Config; faults?: Config[]; policies?: Config; callees?: Config } = {},
) =>
  build({
    nodes: {
      c: burst(more.requests ?? 1, 1),
      s: steadyServer(10, { steps, ...more.server }),
      a: steadyServer(20, { slots: 100, ...more.callees }),
      b: steadyServer(30, { slots: 100 }),
      d: steadyServer(50, { slots: 100 }),
    },
    links: [
      ["c", "s"],
      ["s", "a", {}, more.policies],
      ["s", "b", {}, more.policies],
      ["s", "d", {}, more.policies],
    ],
    faults: more.faults ?? [],
    durationMs: 1000,
  });
const latency = (steps: Config[], more = {}) => run(topology(steps, more)).latencyMs.max;
const failing = (id: string): Config => ({ id: `f-${id}`, type: "errors", target: { type: "node", id }, startMs: 0, params: { ratio: 1 } });

describe("steps", () => {
  it("follow one another; work without a time of its own takes the service time", () => {
    expect(latency([{ type: "work" }, call("a"), work(5)])).toBe(35);
    expect(latency([call("a"), call("d")])).toBe(70);
    expect(latency([call()])).toBe(100);
    expect(latency([work(0)])).toBe(0);
  });

  it("name a callee by its node or by the link to it", () => {
    const { links } = run(topology([call("s-b"), call("a")]));
    expect([links["s-a"].calls, links["s-b"].calls, links["s-d"].calls]).toEqual([1, 1, 0]);
  });

  it("hold the slot from first to last, or only at work", () => {
    const steps = [work(10), call("a"), work(10)];
    // Blocking: 1-41, 41-81. Else 1-11 and 11-21 at first; back at 31 and 41, each works 10 more.
    expect(run(topology(steps, { requests: 2 })).latencyMs).toMatchObject({ max: 79, mean: (40 + 79) / 2 });
    const freed = run(topology(steps, { requests: 2, server: { blocking: false } }));
    expect(freed.latencyMs).toMatchObject({ max: 49, mean: (40 + 49) / 2 });
    expect(freed.nodes.s.utilisationRatio).toBeCloseTo(0.04, 12);
  });

  it("that go on without a slot wait in the queue for the next, though it be full", () => {
    // The third comes at 3 to a full queue and is rejected.
    const steps = [work(10), call("a"), work(40, { operations: ["request"] })];
    const { latencyMs, requests } = run(topology(steps, { requests: 3, server: { blocking: false, queueLimit: 1 } }));
    expect(requests).toMatchObject({ ok: 2, failuresByReason: { rejected: 1 } });
    // 1-11, call until 31, work 31-71; the other works 11-21, is back at 41 and works 71-111.
    expect(latencyMs).toMatchObject({ max: 109, mean: (70 + 109) / 2 });
  });

  it("end at the first call that fails", () => {
    const { requests, links } = run(topology([call("a"), call("b")], { faults: [failing("a")] }));
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(links["s-b"].calls).toBe(0);
  });

  it("an error fault spoils each request once, after its first work", () => {
    const steps = [work(10), work(10), work(10)];
    const { requests, nodes } = run(topology(steps, { faults: [failing("s")] }));
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(nodes.s.inSystem).toBeCloseTo(0.01, 12);
    const half = { ...failing("s"), params: { ratio: 0.5 } };
    const many = run({
      ...topology(steps, { requests: 900, faults: [half], server: { work: "infinite" } }),
      run: { seed: 3, durationMs: 2000 },
    });
    expect(Math.abs(many.requests.failed - 450)).toBeLessThan(binomialMargin(900, 0.5));
  });

  it("are taken by a share of requests, or by some operations; links too can be for some operations", () => {
    const operations = [
      { name: "browse", weight: 1 },
      { name: "buy", weight: 1 },
    ];
    const results = run(
      build({
        nodes: {
          c: even(1000, operations),
          s: steadyServer(0, { slots: 100, steps: [call("a", { operations: ["buy"] }), call("b", { ratio: 0.25 }), call("d")] }),
          a: steadyServer(0),
          b: steadyServer(0),
          d: steadyServer(0),
        },
        links: [
          ["c", "s"],
          ["s", "a"],
          ["s", "b"],
          ["s", "d", { operations: ["browse"] }],
        ],
        durationMs: 10_000,
      }),
    );
    const { links } = results;
    expect(Math.abs(links["s-a"].calls - 5000)).toBeLessThan(binomialMargin(10_000, 0.5));
    expect(links["s-d"].calls).toBe(10_000 - links["s-a"].calls);
    expect(Math.abs(links["s-b"].calls - 2500)).toBeLessThan(binomialMargin(10_000, 0.25));
  });

  it("without steps too, a link is for its operations alone", () => {
    const { links } = run(
      build({
        nodes: { c: burst(3), s: steadyServer(0), a: steadyServer(0), b: steadyServer(0) },
        links: [
          ["c", "s"],
          ["s", "a", { operations: ["other"] }],
          ["s", "b", { operations: ["request", "other"] }],
        ],
        durationMs: 100,
      }),
    );
    expect([links["s-a"].calls, links["s-b"].calls]).toEqual([0, 3]);
  });
});

describe("parallel calls", () => {
  const parallel = (wait: string, more: Config = {}) => ({ type: "parallel", wait, ...more });

  it("wait for all, for the first success, or for some", () => {
    expect(latency([parallel("all")])).toBe(50);
    expect(latency([parallel("all", { to: ["a", "b"] })])).toBe(30);
    expect(latency([parallel("any")])).toBe(20);
    expect(latency([parallel("some", { successes: 2 })])).toBe(30);
    expect(latency([parallel("some", { successes: 9 })])).toBe(50);
  });

  it("what is not needed any more is cancelled for the caller, and its late answer counted", () => {
    const { links, nodes } = run(topology([parallel("any")]));
    expect(links["s-a"]).toMatchObject({ ok: 1, lateReplies: 0 });
    expect(links["s-b"]).toMatchObject({ calls: 1, ok: 0, failuresByReason: { cancelled: 1 }, lateReplies: 1 });
    expect(nodes.d).toMatchObject({ ok: 1 });
  });

  it("over a protocol that cancels, the callee stops as well", () => {
    const to = (id: string): [string, string, Config] => ["s", id, { protocol: { type: "http2" } }];
    const { nodes, links } = run(
      build({
        nodes: {
          c: burst(1),
          s: steadyServer(0, { steps: [parallel("any")] }),
          a: steadyServer(20),
          b: steadyServer(30, { work: "sharing" }),
        },
        links: [["c", "s"], to("a"), to("b")],
        durationMs: 1000,
      }),
    );
    expect(nodes.b).toMatchObject({ ok: 0, failuresByReason: { cancelled: 1 } });
    expect(nodes.b.inSystem).toBeCloseTo(nodes.a.inSystem, 4);
    expect(links["s-b"].lateReplies).toBe(0);
  });

  it("fail once too few can still succeed, and then cancel the rest", () => {
    expect(latency([parallel("any")], { faults: [failing("a")] })).toBe(30);
    const session = sessionOf(topology([parallel("some", { successes: 2 })], { faults: [failing("a"), failing("b")] }));
    expect(at(session, 30.9).result().requests.failed).toBe(0);
    const { requests, links } = at(session, 31).result();
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(links["s-d"].failuresByReason).toEqual({ cancelled: 1 });
    const all = run(topology([parallel("any")], { faults: ["a", "b", "d"].map(failing) }));
    expect(all.requests.failuresByReason).toEqual({ error: 1 });
    expect(all.nodes.s.inSystem).toBeCloseTo(0.05, 12);
  });

  it("of all, a failure is noticed when the last is back", () => {
    const { requests, nodes } = run(topology([parallel("all")], { faults: [failing("a")] }));
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(nodes.s.inSystem).toBeCloseTo(0.05, 12);
  });

  it("with retries: a call that is cancelled makes no more attempts", () => {
    const policies = { retry: { maxAttempts: 5, baseMs: 1, jitter: "none" } };
    const { links } = run(topology([parallel("any")], { policies, faults: [failing("b"), failing("d")] }));
    expect(links["s-b"].failuresByReason).toEqual({ cancelled: 1 });
    expect(links["s-b"].retries).toBe(0);
  });

  it("answers that a paused server finds when it goes on are counted once", () => {
    const pause = { id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 10, durationMs: 100 };
    const { links, requests, latencyMs } = run(topology([parallel("any"), work(1)], { faults: [pause] }));
    expect(requests.ok).toBe(1);
    expect(latencyMs.max).toBe(110);
    expect(links["s-b"]).toMatchObject({ calls: 1, ok: 1, failed: 0 });
    expect(links["s-d"]).toMatchObject({ calls: 1, ok: 1, failed: 0 });
  });

  it("of a server that dies are nobody's", () => {
    const crash = { id: "x", type: "crash", target: { type: "node", id: "s" }, startMs: 10, durationMs: 5 };
    const { links, requests } = run(topology([parallel("any")], { faults: [crash] }));
    expect(requests.failuresByReason).toEqual({ reset: 1 });
    expect([links["s-a"].lateReplies, links["s-b"].lateReplies, links["s-d"].lateReplies]).toEqual([1, 1, 1]);
  });
});

describe("publishing and replying early", () => {
  it("a datagram that is lost on its way, or whose answer is, is over: nobody waits for it", () => {
    const { links, requests } = run(
      build({
        nodes: {
          c: even(1000),
          s: steadyServer(0, { steps: [{ type: "publish", to: "t", confirm: false }, work(1)], slots: 10 }),
          t: steadyServer(1, { slots: 10 }),
        },
        links: [
          ["c", "s"],
          ["s", "t", { protocol: { type: "udp" }, lossRatio: 0.2 }],
        ],
        durationMs: 10_000,
      }),
    );
    const { calls, ok, failed, failuresByReason } = links["s-t"];
    expect(failuresByReason).toEqual({ dropped: failed });
    // Both ways have to go well: 0.8 squared.
    expect(Math.abs(ok - 0.64 * calls)).toBeLessThan(binomialMargin(calls, 0.64));
    expect(calls - ok - failed).toBeLessThan(3);
    expect(requests.failed).toBe(0);
  });

  const published = (confirm: boolean) =>
    build({
      nodes: {
        c: burst(1),
        s: steadyServer(0, { steps: [{ type: "publish", to: "q", confirm }, work(3)] }),
        q: ["queue", {}],
        w: steadyServer(100),
      },
      links: [
        ["c", "s"],
        ["s", "q", { latency: constant(7) }],
        ["q", "w"],
      ],
      durationMs: 1000,
    });

  it("waits for the confirm, or does not", () => {
    // The broker takes half a millisecond.
    expect(run(published(true)).latencyMs.max).toBe(17.5);
    const { latencyMs, nodes, links } = run(published(false));
    expect(latencyMs.max).toBe(3);
    expect(links["s-q"]).toMatchObject({ calls: 1, ok: 1 });
    expect(nodes.w.ok).toBe(1);
  });

  it("an early reply answers at once, and the work behind it keeps the slot", () => {
    const steps = [work(5), reply, work(20), call("a")];
    const hops = hopsOf(topology(steps, { requests: 2 })).filter(({ link }) => link === "c-s");
    expect(hops.filter(({ code }) => code === "reply").map(({ departMs }) => departMs)).toEqual([6, 51]);
    const { nodes, requests } = run(topology(steps, { requests: 2 }));
    expect(requests.ok).toBe(2);
    // At the node until the last step: 1-46, and 2-91 with the wait.
    expect(nodes.s.inSystem).toBeCloseTo((45 + 89) / 1000, 12);
    expect(nodes.s.utilisationRatio).toBeCloseTo(0.09, 12);
    expect(nodes.s.latencyMs.max).toBe(89);
  });

  it("what goes on behind an early reply is lost in a crash without the caller noticing", () => {
    const crash = { id: "x", type: "crash", target: { type: "node", id: "s" }, startMs: 10, durationMs: 5 };
    const { requests, nodes } = run(topology([work(5), reply, work(20)], { faults: [crash] }));
    expect(requests).toMatchObject({ ok: 1, failed: 0 });
    expect(nodes.s).toMatchObject({ arrivals: 1, ok: 0, failuresByReason: { reset: 1 } });
  });

  it("a second reply means nothing, and a failure behind the first harms nobody", () => {
    const { requests, nodes } = run(topology([reply, reply, call("a"), reply], { faults: [failing("a")] }));
    expect(requests).toMatchObject({ ok: 1, failed: 0 });
    expect(nodes.s.failuresByReason).toEqual({ error: 1 });
  });
});
