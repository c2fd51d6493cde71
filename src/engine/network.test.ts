import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../testing/build";
import { at, binomialMargin, burst, constant, even, hopsOf, steadyServer } from "../testing/timeline";

type Config = Record<string, unknown>;
const instant = steadyServer(0, { slots: 1000 });
const linked = (requests: number, config: Config, more: Partial<Parameters<typeof build>[0]> = {}, policies: Config = {}) =>
  build({ nodes: { c: burst(requests), s: instant }, links: [["c", "s", config, policies]], durationMs: 2000, ...more });
const lossUntil = (ms: number, ratio = 1) => ({
  faults: [{ id: "f", type: "link-loss", target: { type: "link", id: "c-s" }, startMs: 0, durationMs: ms, params: { ratio } }],
});

describe("links", () => {
  it("take their latency each way", () => {
    expect(run(linked(1, { latency: constant(30) })).latencyMs.max).toBe(60);
  });

  it("let bytes leave in order: one message after another", () => {
    // 8 Mbit/s are 1000 bytes per ms. Requests of 1000 B sent at 1, 1.5, 2 leave at 2, 3, 4; replies of 2000 B leave at 4, 6, 8.
    const operations = [{ name: "r", requestBytes: 1000, responseBytes: 2000 }];
    const topology = build({
      nodes: { c: burst(3, 0.5, 0.5, operations), s: instant },
      links: [["c", "s", { bandwidthMbitPerSecond: 8, latency: constant(10) }]],
      durationMs: 100,
    });
    const arrivals = (code: string) =>
      hopsOf(topology)
        .filter((hop) => hop.code === code)
        .map(({ arriveMs }) => arriveMs);
    expect(arrivals("request")).toEqual([12, 13, 14]);
    expect(arrivals("reply")).toEqual([24, 26, 28]);
  });

  it("TCP sends again after 200 ms, then after 400 more", () => {
    const hops = hopsOf(linked(1, {}, lossUntil(300))).filter(({ code }) => code === "request");
    expect(hops.map(({ departMs, arriveMs }) => [departMs, arriveMs])).toEqual([
      [1, Number.NaN],
      [201, Number.NaN],
      [601, 601],
    ]);
  });

  it("TCP gives a connection up after 15 retransmissions, and the caller sees a reset", () => {
    // 200 (1 + 2 + ... + 512) = 204,600 ms, then five times the greatest wait of 120 s.
    const session = sessionOf(linked(1, { lossRatio: 1 }, { durationMs: 900_000 }));
    expect(at(session, 804_600).result().requests.inFlight).toBe(1);
    expect(at(session, 804_601).result().requests.failuresByReason).toEqual({ reset: 1 });
  });

  it("UDP loses for good: only a timeout ends the wait", () => {
    const lost = { protocol: { type: "udp" }, lossRatio: 1 };
    expect(run(linked(1, lost)).requests).toMatchObject({ inFlight: 1, failed: 0 });
    const session = sessionOf(linked(1, lost, {}, { timeout: { perTryMs: 50 } }));
    expect(at(session, 50.999).result().requests.failed).toBe(0);
    expect(at(session, 51).result().requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("lose the share that was asked for, faults on top", () => {
    const lossy = build({
      nodes: { c: even(1000), s: instant },
      links: [["c", "s", { protocol: { type: "udp" }, lossRatio: 0.1 }, { timeout: { perTryMs: 10 } }]],
      ...lossUntil(20_000, 0.2),
      durationMs: 10_000,
    });
    const through = (1 - 0.1) * (1 - 0.2);
    const { nodes, requests } = run(lossy);
    expect(Math.abs(nodes.s.arrivals - 10_000 * through)).toBeLessThan(binomialMargin(10_000, through));
    expect(Math.abs(requests.ok - 10_000 * through ** 2)).toBeLessThan(binomialMargin(10_000, through ** 2));
  });

  it("cost the latency of the dearest border they cross", () => {
    const zones = (boundaries: Record<string, { members: string[]; crossLatencyMs: number }>) =>
      run(linked(1, {}, { boundaries })).latencyMs.max;
    expect(zones({ a: { members: ["c"], crossLatencyMs: 5 }, b: { members: ["s"], crossLatencyMs: 7 } })).toBe(14);
    expect(zones({ a: { members: ["c"], crossLatencyMs: 5 } })).toBe(10);
    expect(zones({ a: { members: ["c", "s"], crossLatencyMs: 5 } })).toBe(0);
  });

  it("cost the latency inside the smallest boundary that both ends lie in, where they cross none", () => {
    const inside = (boundaries: Parameters<typeof build>[0]["boundaries"]) => run(linked(1, {}, { boundaries })).latencyMs.max;
    expect(inside({ a: { members: ["c", "s"], innerLatencyMs: 3 } })).toBe(6);
    expect(inside({ r: { members: [], innerLatencyMs: 9 }, a: { members: ["c", "s"], innerLatencyMs: 3, parent: "r" } })).toBe(6);
    expect(
      inside({ r: { members: ["c"], innerLatencyMs: 9 }, a: { members: ["s"], innerLatencyMs: 3, crossLatencyMs: 5, parent: "r" } }),
    ).toBe(10);
    expect(inside({ a: { members: ["s"], innerLatencyMs: 3 } })).toBe(0);
  });

  it("a border's latency takes effect in a run under way", () => {
    const zoned = (crossLatencyMs: number) =>
      build({
        nodes: { c: even(10), s: instant },
        links: [["c", "s"]],
        boundaries: { a: { members: ["s"], crossLatencyMs } },
        durationMs: 1000,
      });
    const session = at(sessionOf(zoned(0)), 550);
    expect(session.retune(zoned(4))).toBe(true);
    expect(at(session, 1000).result().latencyMs).toMatchObject({ max: 8 });
  });
});
