import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { burst, constant, hopsOf, steadyServer } from "../../../testing/timeline";
import { checkTopology } from "../../../topology/check";

type Config = Record<string, unknown>;
const errors = (startMs: number, id = "a") => ({
  id: `e-${id}`,
  type: "errors",
  target: { type: "node", id },
  startMs,
  params: { ratio: 1 },
});
const key = (keys: number) => [{ name: "read", key: { type: "uniform", keys } }];

/** Requests at 10, 20, 30, ... ms; the front calls A, and B only as a fallback. */
const twoWays = (policies: Config, faults: Config[], requests = 1, more: { b?: Config; keys?: number; aMs?: number } = {}) =>
  build({
    nodes: {
      c: burst(requests, 10, 0, key(more.keys ?? 1)),
      front: steadyServer(0, { slots: 10 }),
      a: steadyServer(more.aMs ?? 2),
      b: steadyServer(3),
    },
    links: [
      ["c", "front"],
      ["front", "a", {}, policies],
      ["front", "b", { latency: constant(1), callRatio: 0 }, more.b ?? {}],
    ],
    faults,
    durationMs: 1000,
  });
const toLink = { fallback: { to: { type: "link", link: "front-b" } } };

describe("fallback", () => {
  it("a fixed answer makes a failed call ok, and counts it as degraded", () => {
    const { requests, links } = run(twoWays({ fallback: {} }, [errors(0)], 3));
    expect(requests).toMatchObject({ ok: 3, failed: 0 });
    expect(links["front-a"]).toMatchObject({ calls: 3, ok: 3, failed: 0, policies: { fallback: { degraded: 3, unrescued: 0 } } });
    expect(run(twoWays({ fallback: {} }, [], 3)).links["front-a"].policies.fallback).toEqual({ degraded: 0, unrescued: 0 });
  });

  it("comes after the last retry, and after the overall deadline", () => {
    const policies = { fallback: {}, retry: { maxAttempts: 3, baseMs: 10, factor: 1, jitter: "none" } };
    const { latencyMs, links } = run(twoWays(policies, [errors(0)]));
    expect(latencyMs.max).toBe(26);
    expect(links["front-a"]).toMatchObject({ retries: 2, policies: { fallback: { degraded: 1 } } });
    const cut = run(twoWays({ ...policies, timeout: { perTryMs: 500, overallMs: 15 } }, [errors(0)]));
    expect(cut.latencyMs.max).toBe(15);
    expect(cut.requests.ok).toBe(1);
  });

  it("another link is called from then on, and its time counts", () => {
    const topology = twoWays({ ...toLink, timeout: { perTryMs: 50, overallMs: 50 } }, [errors(15)], 2);
    // The second fails at 22: B is asked over 1 ms, works 3, answers over 1.
    expect(
      hopsOf(topology)
        .filter(({ link, code }) => link === "front-b" && code === "request")
        .map(({ departMs }) => departMs),
    ).toEqual([22]);
    const { links, latencyMs, requests } = run(topology);
    expect(requests.ok).toBe(2);
    expect(latencyMs.max).toBe(7);
    expect(links["front-b"]).toMatchObject({ calls: 1, ok: 1 });
    expect(links["front-a"]).toMatchObject({ calls: 2, ok: 2, policies: { fallback: { degraded: 1 } } });
  });

  it("the overall deadline of the call does not cut its fallback short", () => {
    const { requests } = run(twoWays({ ...toLink, timeout: { perTryMs: 3, overallMs: 3 } }, [errors(0)]));
    expect(requests.ok).toBe(1);
  });

  it("the other link keeps its own policies, and its failure is the call's", () => {
    const retried = { retry: { maxAttempts: 2, baseMs: 5, jitter: "none" } };
    const both = run(twoWays(toLink, [errors(0), errors(0, "b")], 1, { b: retried }));
    expect(both.links["front-b"]).toMatchObject({ calls: 1, retries: 1, failuresByReason: { error: 1 } });
    expect(both.links["front-a"]).toMatchObject({ failuresByReason: { error: 1 }, policies: { fallback: { degraded: 0, unrescued: 1 } } });
    expect(both.requests).toMatchObject({ ok: 0, failed: 1 });
    const limited = run(twoWays(toLink, [errors(0)], 1, { b: { timeout: { perTryMs: 2 } } }));
    expect(limited.links["front-b"].failuresByReason).toEqual({ timeout: 1 });
    expect(limited.requests.failed).toBe(1);
  });

  it("two links that fall back to each other do not go round", () => {
    const back = { fallback: { to: { type: "link", link: "front-a" } } };
    const { links } = run(twoWays(toLink, [errors(0), errors(0, "b")], 1, { b: back }));
    expect(links["front-a"].calls).toBe(1);
    expect(links["front-b"].calls).toBe(1);
  });

  it("the last good answer serves the same key while it is young enough", () => {
    const stale = (maxAgeMs: number) => ({ fallback: { to: { type: "stale", maxAgeMs } } });
    // Answered at 12; failures at 22, 32, 42 are 10, 20 and 30 ms later.
    expect(run(twoWays(stale(1000), [errors(15)], 4)).links["front-a"].policies.fallback).toEqual({ degraded: 3, unrescued: 0 });
    expect(run(twoWays(stale(25), [errors(15)], 4)).links["front-a"].policies.fallback).toEqual({ degraded: 2, unrescued: 1 });
    expect(run(twoWays(stale(1000), [errors(0)], 4)).requests).toMatchObject({ ok: 0, failed: 4 });
    // Of a million keys none comes twice.
    expect(run(twoWays(stale(1000), [errors(15)], 4, { keys: 1_000_000 })).requests.ok).toBe(1);
  });

  it("a link that is not there is reported, with those that are", () => {
    const wrong = twoWays({ fallback: { to: { type: "link", link: "nowhere" } } }, []);
    expect(checkTopology(wrong)).toEqual([expect.objectContaining({ severity: "error", remedy: expect.stringContaining("front-b") })]);
    expect(checkTopology(twoWays(toLink, []))).toEqual([]);
  });
});
