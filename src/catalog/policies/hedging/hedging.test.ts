import { describe, expect, it } from "vitest";
import { build, poisson, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, burst, constant, hopsOf, steadyServer } from "../../../testing/timeline";
import { checkTopology } from "../../../topology/check";

type Config = Record<string, unknown>;
const fixed = (delayMs: number) => ({ type: "fixed", delayMs });
const errors = (ratio = 1) => ({ id: "e", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio } });

/** One request, at 10 s, to a callee that takes `serviceMs`. */
const hedged = (hedging: Config, serviceMs: number, faults: Config[] = [], more: Config = {}) =>
  build({
    nodes: { c: burst(1, 10_000), s: steadyServer(serviceMs, { slots: 100 }) },
    links: [["c", "s", {}, { hedging, ...more }]],
    faults,
    durationMs: 20_000,
  });
const copies = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => departMs - 10_000);

describe("hedging", () => {
  it("sends a copy after each delay, as many as there may be, until one is answered", () => {
    expect(copies(hedged({ maxAttempts: 4, delay: fixed(20) }, 50))).toEqual([0, 20, 40]);
    expect(copies(hedged({ maxAttempts: 2, delay: fixed(20) }, 50))).toEqual([0, 20]);
    expect(copies(hedged({ maxAttempts: 3, delay: fixed(0) }, 50))).toEqual([0, 0, 0]);
    expect(copies(hedged({ maxAttempts: 3, delay: fixed(60) }, 50))).toEqual([0]);
  });

  it("the first answer ends the call; what the others do is wasted", () => {
    const { requests, latencyMs, links, nodes } = run(hedged({ maxAttempts: 3, delay: fixed(20) }, 50));
    expect(requests).toMatchObject({ ok: 1, failed: 0 });
    expect(latencyMs.max).toBe(50);
    expect(nodes.s).toMatchObject({ arrivals: 3, ok: 3 });
    expect(links["c-s"]).toMatchObject({
      calls: 1,
      ok: 1,
      lateReplies: 2,
      policies: { hedging: { sent: 2, won: 0, attemptsPerCall: 3, denied: 0 } },
    });
  });

  it("the copies that lost are taken back where the protocol cancels", () => {
    const topology = build({
      nodes: { c: burst(1, 10_000), s: steadyServer(50, { slots: 100 }) },
      links: [["c", "s", { protocol: { type: "http2" }, latency: constant(0) }, { hedging: { maxAttempts: 2, delay: fixed(20) } }]],
      durationMs: 20_000,
    });
    const { nodes, links } = run(topology);
    expect(nodes.s).toMatchObject({ ok: 1, failuresByReason: { cancelled: 1 } });
    expect(links["c-s"].lateReplies).toBe(0);
  });

  it("a failure that may be passed over sends the next copy at once, and the delay begins anew", () => {
    expect(copies(hedged({ maxAttempts: 4, delay: fixed(30) }, 10, [errors()]))).toEqual([0, 10, 20, 30]);
    const { requests, links } = run(hedged({ maxAttempts: 4, delay: fixed(30) }, 10, [errors()]));
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(links["c-s"]).toMatchObject({ calls: 1, retries: 0, policies: { hedging: { sent: 3 } } });
  });

  it("any other failure ends the call, and the other copies are given up", () => {
    // Copies at 0 and 20, both of 50 ms, fail.
    const session = sessionOf(hedged({ maxAttempts: 3, delay: fixed(20), onError: false }, 50, [errors()]));
    expect(at(session, 10_049).result().requests.failed).toBe(0);
    expect(at(session, 10_050).result().requests.failuresByReason).toEqual({ error: 1 });
    expect(at(session, 20_000).result().links["c-s"]).toMatchObject({ lateReplies: 2, policies: { hedging: { sent: 2 } } });
  });

  it("the overall deadline ends all copies", () => {
    const { requests, latencyMs } = run(
      hedged({ maxAttempts: 3, delay: fixed(20) }, 100, [], { timeout: { perTryMs: 500, overallMs: 45 } }),
    );
    expect(requests.failuresByReason).toEqual({ timeout: 1 });
    expect(latencyMs.count).toBe(0);
  });

  it("a call is either hedged or retried", () => {
    expect(checkTopology(hedged({}, 10, [], { retry: {} }))).toEqual([expect.objectContaining({ severity: "error" })]);
    expect(checkTopology(hedged({}, 10))).toEqual([]);
  });

  it("a budget of tokens stops the copies of calls that fail, never the first", () => {
    const topology = build({
      nodes: { c: burst(8, 100), s: steadyServer(1, { slots: 100 }) },
      links: [["c", "s", {}, { hedging: { maxAttempts: 2, delay: fixed(50), budget: { type: "tokens", maxTokens: 6, tokenRatio: 1 } } }]],
      faults: [errors()],
      durationMs: 2000,
    });
    // 6 tokens: the first call costs two (5, copy, 4), the second takes them to 3, which is not above half.
    expect(run(topology).links["c-s"].policies.hedging).toMatchObject({ sent: 1, denied: 7 });
  });
});

describe("hedging against its closed form", () => {
  const hours = 200_000;
  const exponential = (delay: Config) =>
    run(
      build({
        nodes: { c: poisson(100), s: ["server", { slots: 100_000, serviceTime: { type: "exponential", meanMs: 100 } }] },
        links: [["c", "s", {}, { hedging: { maxAttempts: 2, delay } }]],
        durationMs: hours,
      }),
    );

  it("the least of two exponential times, the second of which starts after the delay", () => {
    // P(T > t) = exp(-t) up to d, exp(-t - (t - d)) beyond: mean 1 - exp(-d) + exp(-d)/2, hedged with probability exp(-d).
    for (const share of [0.5, 0.9]) {
      const d = -100 * Math.log(1 - share);
      const { latencyMs, links } = exponential(fixed(d));
      const calls = links["c-s"].calls;
      const { sent, won } = links["c-s"].policies.hedging as { sent: number; won: number };
      const mean = 100 * (share + (1 - share) / 2);
      // Of a variable between 0 and the exponential's own spread.
      expect(Math.abs((latencyMs.mean as number) - mean)).toBeLessThan((3.29 * 100) / Math.sqrt(calls));
      expect(Math.abs(sent - calls * (1 - share))).toBeLessThan(binomialMargin(calls, 1 - share));
      // Once both are under way they are alike: each wins half of the time.
      expect(Math.abs(won - sent / 2)).toBeLessThan(binomialMargin(sent, 0.5));
    }
  });

  it("at a percentile: sends copies for the share of calls that is slower", () => {
    const { links } = exponential({ type: "percentile", ratio: 0.9, firstMs: 23 });
    const { calls, policies } = links["c-s"];
    const { sent } = policies.hedging as { sent: number };
    // Steps up and down add up to the logarithm of where the delay is in the end, 230 ms or at most twice that, over 23;
    // what is still under way at the end has made no step yet.
    const drift = (log: number) => log / (0.02 * calls);
    expect(sent / calls - 0.1).toBeGreaterThan(drift(Math.log(5)) - 0.002);
    expect(sent / calls - 0.1).toBeLessThan(drift(Math.log(20)) + 0.002);
  });
});
