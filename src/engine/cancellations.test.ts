import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../testing/build";
import { at, burst, constant, steadyServer } from "../testing/timeline";

type Config = Record<string, unknown>;
/** A round trip for the first call, then as fast as the link. */
const grpc = { type: "http2", tls: false, codingMsPerKb: 0 };
const over = (protocol: Config, latencyMs = 10) => ({ protocol, latency: constant(latencyMs) });
const limit = (perTryMs: number) => ({ timeout: { perTryMs } });
const busyMs = (result: { nodes: Readonly<Record<string, { utilisationRatio: number }>> }, node: string) =>
  result.nodes[node].utilisationRatio * 1000;

describe("a call that its caller takes back", () => {
  // Wanted at 1, sent at 21, in work from 31 on; the caller gives up at 71, the callee hears of it at 81.
  const one = (protocol: Config, more: object = {}) =>
    build({ nodes: { c: burst(1), s: steadyServer(100) }, links: [["c", "s", over(protocol), limit(70)]], durationMs: 1000, ...more });

  it("frees its slot one way later, and what was done for it is wasted", () => {
    const session = sessionOf(one(grpc));
    expect(at(session, 80.999).result()).toMatchObject({ nodes: { s: { failed: 0 } }, links: { "c-s": { cancelled: 0 } } });
    const { nodes, links, requests } = at(session, 81).result();
    expect(nodes.s).toMatchObject({ arrivals: 1, ok: 0, failed: 1, failuresByReason: { cancelled: 1 } });
    expect(links["c-s"]).toMatchObject({ cancelled: 1, lateReplies: 0, failuresByReason: { timeout: 1 } });
    expect(requests.failuresByReason).toEqual({ timeout: 1 });
    expect(busyMs(at(session, 1000).result(), "s")).toBeCloseTo(50, 9);
  });

  it("is worked on to its end where the protocol has no word for it", () => {
    const { nodes, links } = run(one({ ...grpc, cancels: false }));
    expect(nodes.s).toMatchObject({ ok: 1, failed: 0, utilisationRatio: 0.1 });
    expect(links["c-s"]).toMatchObject({ cancelled: 0, lateReplies: 1 });
  });

  it("leaves its place in the queue to those behind it", () => {
    // Two at once: the first works from 30.5 to 80.5 and is stopped; the second, given up too, never begins.
    const { nodes } = run(
      build({ nodes: { c: burst(2, 0.5), s: steadyServer(100) }, links: [["c", "s", over(grpc), limit(70)]], durationMs: 1000 }),
    );
    expect(nodes.s).toMatchObject({ arrivals: 2, ok: 0, failed: 2 });
    expect(busyMs({ nodes }, "s")).toBeCloseTo(50.5, 9);
  });

  it("that has not arrived is never worked on", () => {
    const lossy = (startMs: number, durationMs: number) => ({
      faults: [{ id: "f", type: "link-loss", target: { type: "link", id: "c-s" }, startMs, durationMs, params: { ratio: 1 } }],
    });
    // Lost at 21, sent again at 221; the news of 71 is there before it.
    const { nodes, links } = run(one(grpc, lossy(20.5, 1)));
    expect(nodes.s.arrivals).toBe(0);
    expect(links["c-s"]).toMatchObject({ cancelled: 1, failuresByReason: { timeout: 1 } });
  });

  const chain = (second: Config, policies: Config = {}) =>
    run(
      build({
        nodes: { c: burst(1), s: steadyServer(0), back: steadyServer(100) },
        links: [
          ["c", "s", over(grpc), limit(100)],
          ["s", "back", over(second), policies],
        ],
        durationMs: 1000,
      }),
    );

  it("takes with it what was called for it, hop by hop", () => {
    // In work at the back from 61 on; the news passes the server at 111 and is there at 121.
    const { nodes, links } = chain(grpc);
    expect(nodes.back).toMatchObject({ ok: 0, failuresByReason: { cancelled: 1 } });
    expect(busyMs({ nodes }, "back")).toBeCloseTo(60, 9);
    expect(links["s-back"]).toMatchObject({ calls: 1, failuresByReason: { cancelled: 1 }, cancelled: 1 });
    expect(nodes.s).toMatchObject({ arrivals: 1, failuresByReason: { cancelled: 1 } });
  });

  it("only as far as the protocol goes: behind plain TCP the work goes on, and its answer is late", () => {
    const { nodes, links } = chain({ type: "tcp" });
    expect(nodes.s.failuresByReason).toEqual({ cancelled: 1 });
    expect(nodes.back).toMatchObject({ ok: 1, failed: 0 });
    expect(links["s-back"]).toMatchObject({ failuresByReason: { cancelled: 1 }, cancelled: 0, lateReplies: 1 });
  });

  it("ends the attempts of a call that would have tried again", () => {
    const { nodes, links } = chain(grpc, { retry: { maxAttempts: 3, baseMs: 0, jitter: "none" }, timeout: { perTryMs: 50 } });
    // Attempts begin at 31 and 81; the second is taken back at 111 and there is no third.
    expect(links["s-back"]).toMatchObject({ calls: 1, retries: 1, failuresByReason: { cancelled: 1 }, cancelled: 2 });
    expect(nodes.back).toMatchObject({ arrivals: 2, ok: 0 });
  });

  it("waits for a process that is paused", () => {
    const pause = { faults: [{ id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 50, durationMs: 100 }] };
    const session = sessionOf(one(grpc, pause));
    expect(at(session, 149).result().nodes.s.failed).toBe(0);
    expect(at(session, 150).result().nodes.s.failuresByReason).toEqual({ cancelled: 1 });
  });

  it("reaches a callee behind a cut once the link heals", () => {
    const cut = { faults: [{ id: "p", type: "partition", target: { type: "link", id: "c-s" }, startMs: 60, durationMs: 50 }] };
    const session = sessionOf(one({ ...grpc, deadlines: false }, cut));
    expect(at(session, 119.999).result().nodes.s.failed).toBe(0);
    expect(at(session, 120).result().nodes.s.failuresByReason).toEqual({ cancelled: 1 });
  });

  it("is stopped behind a cut at its deadline, which went with it", () => {
    const cut = { faults: [{ id: "p", type: "partition", target: { type: "link", id: "c-s" }, startMs: 60, durationMs: 500 }] };
    const session = sessionOf(one(grpc, cut));
    expect(at(session, 80.999).result().nodes.s.failed).toBe(0);
    expect(at(session, 81).result().nodes.s.failuresByReason).toEqual({ cancelled: 1 });
  });

  it("hands on what is left of the time, try by try and hop by hop: one budget for all", () => {
    // Attempts of at most 50 ms, all of them in 100: given up at 101. The server knows 10 ms later, cut off or not, and
    // so does what it called, another 10 ms later, though that link is cut as well.
    const cut = ["c-s", "s-back"].map((id) => ({ id, type: "partition", target: { type: "link", id }, startMs: 90, durationMs: 800 }));
    const session = sessionOf(
      build({
        nodes: { c: burst(1), s: steadyServer(0, { slots: 5 }), back: steadyServer(500, { slots: 5 }) },
        links: [
          ["c", "s", over(grpc), { timeout: { perTryMs: 80, overallMs: 100 }, retry: { maxAttempts: 3, baseMs: 0, jitter: "none" } }],
          ["s", "back", over(grpc)],
        ],
        faults: cut,
        durationMs: 1000,
      }),
    );
    const cancelledAt = (ms: number, node: string) => at(session, ms).result().nodes[node].failuresByReason.cancelled ?? 0;
    // The first try, in work at the back from 71 on, was sent at 1 and given up at 81.
    expect([cancelledAt(90.999, "s"), cancelledAt(91, "s")]).toEqual([0, 1]);
    expect([cancelledAt(100.999, "back"), cancelledAt(101, "back")]).toEqual([0, 1]);
    expect(session.result().requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("is stopped behind a cut at the deadline of all tries, which is no later than the last one's own", () => {
    const cut = [{ id: "p", type: "partition", target: { type: "link", id: "c-s" }, startMs: 60, durationMs: 500 }];
    const session = sessionOf(
      build({
        nodes: { c: burst(1), s: steadyServer(400) },
        links: [["c", "s", over(grpc), { timeout: { perTryMs: 500, overallMs: 70 } }]],
        faults: cut,
        durationMs: 1000,
      }),
    );
    expect(at(session, 80.999).result().nodes.s.failed).toBe(0);
    expect(at(session, 81).result().nodes.s.failuresByReason).toEqual({ cancelled: 1 });
  });

  it("leaves alone what was called in place of this one, by a record that is in use anew", () => {
    // The first request's server dies while it waits for another: its call is over for the balancer, whose record
    // serves the second request from 10 on, but lives on until that other one has answered.
    const { nodes } = run(
      build({
        nodes: {
          a: burst(1),
          lb: ["load-balancer", { healthCheck: { enabled: false } }],
          dies: steadyServer(0),
          slow: steadyServer(500),
          b: burst(1, 1, 9),
          s: steadyServer(0),
          back: steadyServer(300),
        },
        links: [
          ["a", "lb"],
          ["lb", "dies"],
          ["dies", "slow"],
          ["b", "s", over(grpc, 0), limit(50)],
          ["s", "back", over(grpc, 0)],
        ],
        faults: [{ id: "f", type: "crash", target: { type: "node", id: "dies" }, startMs: 5 }],
        durationMs: 1000,
      }),
    );
    expect(nodes.slow.ok).toBe(1);
    expect(nodes.back).toMatchObject({ ok: 0, failuresByReason: { cancelled: 1 } });
  });

  it("frees a balancer's count of calls at the host", () => {
    const topology = build({
      nodes: {
        c: burst(4, 100),
        lb: ["load-balancer", { algorithm: "least-connections", healthCheck: { enabled: false } }],
        s: steadyServer(1000, { replicas: 2, slots: 10 }),
      },
      links: [
        ["c", "lb", over(grpc), limit(70)],
        ["lb", "s", over(grpc)],
      ],
      durationMs: 1000,
    });
    const { nodes } = run(topology);
    expect(nodes.lb).toMatchObject({ arrivals: 4, failuresByReason: { cancelled: 4 } });
    expect(nodes.s).toMatchObject({ arrivals: 4, failuresByReason: { cancelled: 4 } });
  });
});
