import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { interval } from "../../../testing/queueing-theory";
import { binomialMargin, burst, constant, even } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const ask = (client: ReturnType<typeof even>, config: Config, durationMs = 10_000, seed = 1, policies = {}) =>
  run(
    build({
      nodes: { c: client, x: ["external", { latency: constant(20), ...config }] },
      links: [["c", "x", {}, policies]],
      durationMs,
      seed,
    }),
  );

describe("an external service", () => {
  it("answers after its latency, however many ask", () => {
    expect(ask(burst(300), {}).latencyMs).toMatchObject({ count: 300, mean: 20, max: 20 });
  });

  it("errs for a share of requests", () => {
    const { requests } = ask(even(1000), { errorRatio: 0.2 });
    expect(Math.abs(requests.failed - 2000)).toBeLessThan(binomialMargin(10_000, 0.2));
    expect(Object.keys(requests.failuresByReason)).toEqual(["error"]);
  });

  it("answers what is over its limit with rate limited", () => {
    // One a millisecond, a bucket of 10 that fills at 100 a second: the first 10, and one more in every 10 ms.
    const { requests, nodes } = ask(burst(100), { limit: { type: "token-bucket", ratePerSecond: 100, burst: 10 } });
    expect(requests.ok).toBe(10 + 9);
    expect(requests.failuresByReason).toEqual({ "rate limited": 81 });
    expect(nodes.x.figures.overLimit).toBe(81);
  });

  it("is up for its availability's share of time: MTBF / (MTBF + MTTR)", { timeout: 60_000 }, () => {
    const runs = Array.from({ length: 20 }, (_, seed) =>
      ask(even(2), { availabilityRatio: 0.9, repairMs: 1000, latency: constant(0) }, 4_000_000, seed + 1),
    );
    const up = interval(runs.map(({ nodes }) => nodes.x.figures.availability as number));
    expect(up.low).toBeLessThanOrEqual(0.9);
    expect(up.high).toBeGreaterThanOrEqual(0.9);
    expect(up.halfWidthRatio).toBeLessThan(0.01);
    // What requests see, which come at every time alike, is the same; and there is an outage every 10 s.
    const ok = interval(runs.map(({ requests }) => requests.ok / requests.issued));
    expect(ok.low).toBeLessThanOrEqual(0.9);
    expect(ok.high).toBeGreaterThanOrEqual(0.9);
    const outages = interval(runs.map(({ nodes }) => nodes.x.figures.outages as number));
    expect(outages.low).toBeLessThanOrEqual(400);
    expect(outages.high).toBeGreaterThanOrEqual(400);
  });

  it("when down answers with errors, refuses, or says nothing", () => {
    const down = (whenDown: string) => {
      const { failuresByReason } = ask(even(10), { availabilityRatio: 0.5, repairMs: 2000, whenDown }, 20_000, 1, {
        timeout: { perTryMs: 50 },
      }).requests;
      return failuresByReason;
    };
    expect(Object.keys(down("errors"))).toEqual(["error"]);
    expect(Object.keys(down("refuses"))).toEqual(["refused"]);
    // At ten a second and 50 ms of patience, at most one request waits when an outage ends, and is reset.
    const { timeout, reset = 0, ...others } = down("silent");
    expect(timeout).toBeGreaterThan(20);
    expect(reset).toBeLessThanOrEqual(ask(even(10), { availabilityRatio: 0.5, repairMs: 2000 }, 20_000).nodes.x.figures.outages as number);
    expect(others).toEqual({});
    const patient = ask(even(10), { availabilityRatio: 0.5, repairMs: 2000, whenDown: "silent" }, 20_000);
    expect(Object.keys(patient.requests.failuresByReason)).toEqual(["reset"]);
  });
});
