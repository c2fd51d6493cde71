import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { burst, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;

/** Requests at 1, 2, 3, ... ms. */
const limited = (limiter: Config, requests: number, more: Config = {}, serviceMs = 0) =>
  build({
    nodes: { c: burst(requests), s: steadyServer(serviceMs, { slots: 100 }) },
    links: [["c", "s", {}, { rateLimit: { limiter }, ...more }]],
    durationMs: 1000,
  });
const sent = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => Math.round(departMs * 1e6) / 1e6);

describe("rate limit of a caller", () => {
  it("what is over the limit fails at once, as rate limited", () => {
    const topology = limited({ type: "fixed-window", limit: 2, windowMs: 10 }, 4);
    expect(sent(topology)).toEqual([1, 2]);
    const { requests, links } = run(topology);
    expect(requests.failuresByReason).toEqual({ "rate limited": 2 });
    expect(links["c-s"].policies.rateLimit).toEqual({ refused: 2, delayed: 0 });
  });

  it("those who may wait go in the next windows, and the wait is part of their latency", () => {
    const topology = limited({ type: "fixed-window", limit: 2, windowMs: 10, maxWaitMs: 15 }, 6);
    // Two now, two at 10; of 20, 5 ms and 6 ms see it from 15 ms and 14 ms away.
    expect(sent(topology)).toEqual([1, 2, 10, 10, 20, 20]);
    const { latencyMs, links } = run(topology);
    expect(latencyMs.mean).toBeCloseTo((0 + 0 + 7 + 6 + 15 + 14) / 6, 9);
    expect(links["c-s"].policies.rateLimit).toEqual({ refused: 0, delayed: 4 });
  });

  it("the timeout per try starts when the call goes, the overall deadline when it is made", () => {
    const limiter = { type: "fixed-window", limit: 1, windowMs: 50, maxWaitMs: 100 };
    expect(run(limited(limiter, 2, { timeout: { perTryMs: 20 } }, 15)).requests).toMatchObject({ ok: 2 });
    const late = limited(limiter, 2, { timeout: { perTryMs: 20, overallMs: 40 } }, 15);
    expect(sent(late)).toEqual([1]);
    expect(run(late).requests).toMatchObject({ ok: 1, failuresByReason: { timeout: 1 } });
  });

  it("a retry needs a permit of its own", () => {
    const topology = limited({ type: "token-bucket", ratePerSecond: 1, burst: 2 }, 1, {
      retry: { maxAttempts: 4, baseMs: 1, factor: 1, jitter: "none" },
    });
    const failing = {
      ...topology,
      faults: [{ id: "e", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio: 1 } } as never],
    };
    expect(sent(failing)).toEqual([1, 2]);
    expect(run(failing).links["c-s"].policies).toMatchObject({ rateLimit: { refused: 2 }, retry: { attemptsPerCall: 4 } });
  });
});
