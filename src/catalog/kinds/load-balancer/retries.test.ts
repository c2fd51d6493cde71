import { describe, expect, it } from "vitest";
import { build, run } from "../../../testing/build";
import { even, type Hop, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const unchecked = { healthCheck: { enabled: false } };

/** A request every 100 ms from 100 on; hosts a and b take 30 ms each. */
const pair = (balancer: Config, faults: Config[], operations?: Config[], policies: Config = {}) =>
  build({
    nodes: { c: even(10, operations), lb: ["load-balancer", { ...unchecked, ...balancer }], a: steadyServer(30), b: steadyServer(30) },
    links: [
      ["c", "lb"],
      ["lb", "a", {}, policies],
      ["lb", "b", {}, policies],
    ],
    faults,
    durationMs: 10_050,
  });
const onA = (type: string, startMs: number, durationMs?: number, params: Config = {}) => ({
  id: `${type}-${startMs}`,
  type,
  target: { type: "node", id: "a" },
  startMs,
  ...(durationMs ? { durationMs } : {}),
  params,
});
const sentTo = (host: string, hops: Hop[]) =>
  hops.filter(({ link, code }) => link === `lb-${host}` && code === "request").map(({ departMs }) => Math.round(departMs));

describe("load balancer, trying again", () => {
  it("tries the same host after each pause, and gives up after the last retry", () => {
    const topology = pair({ sameHostRetries: 3 }, [onA("crash", 50)]);
    expect(sentTo("a", hopsOf(topology)).slice(0, 12)).toEqual([100, 300, 500, 700, 900, 1100, 1100, 1300, 1300, 1500, 1500, 1700]);
    // Fifty of a hundred fail, each three seconds after it came; those of the last three seconds wait still.
    expect(run(topology).requests).toMatchObject({ ok: 50, failuresByReason: { refused: 35 }, inFlight: 15 });
  });

  it("a host that is back in time answers the retry", () => {
    const { requests, latencyMs } = run(pair({ sameHostRetries: 1, retryPauseMs: 500 }, [onA("crash", 50, 500)]));
    expect(requests.failed).toBe(0);
    expect(latencyMs.max).toBe(530);
  });

  it("same host first, then another at once", () => {
    const hops = hopsOf(pair({ sameHostRetries: 1, retryPauseMs: 40, redispatches: 1 }, [onA("crash", 50)]));
    expect(sentTo("a", hops).slice(0, 2)).toEqual([100, 140]);
    expect(sentTo("b", hops)[0]).toBe(140);
  });

  it("never redispatches to the host that has just failed while there is another", () => {
    // The dead host has the fewest connections, always.
    const { requests, links } = run(pair({ algorithm: "least-connections", redispatches: 1 }, [onA("crash", 50)]));
    expect(requests).toMatchObject({ ok: 100, failed: 0 });
    expect(links["lb-b"].ok).toBe(100);
  });

  it("a broken connection is tried again only where told, and only for reads", () => {
    const broken = [onA("crash", 110, 50)];
    const writes = [{ name: "w", access: "write" }];
    expect(run(pair({ redispatches: 1 }, broken)).requests.failuresByReason).toEqual({ reset: 1 });
    expect(run(pair({ redispatches: 1, retryOn: "broken" }, broken)).requests.failed).toBe(0);
    expect(run(pair({ redispatches: 1, retryOn: "broken" }, broken, writes)).requests.failuresByReason).toEqual({ reset: 1 });
    expect(run(pair({ redispatches: 1, retryOn: "broken" }, [onA("crash", 50)], writes)).requests.failed).toBe(0);
  });

  it("a request that times out is tried again only where told", () => {
    const late = (retryOn: string) =>
      run(pair({ redispatches: 1, retryOn }, [onA("slow", 0, 150, { factor: 3 })], undefined, { timeout: { perTryMs: 50 } })).requests;
    expect(late("broken").failuresByReason).toEqual({ timeout: 1 });
    expect(late("late").failed).toBe(0);
  });

  it("a balancer that dies forgets the retries it had promised", () => {
    const dead = { id: "lb", type: "crash", target: { type: "node", id: "lb" }, startMs: 150, durationMs: 20 };
    const topology = pair({ sameHostRetries: 1, retryPauseMs: 100 }, [onA("crash", 50, 60), dead]);
    expect(sentTo("a", hopsOf(topology)).slice(0, 2)).toEqual([100, 300]);
    expect(run(topology).requests.failuresByReason).toEqual({ reset: 1 });
  });

  it("a balancer that is paused itself tries again when it goes on", () => {
    const paused = { id: "lb", type: "pause", target: { type: "node", id: "lb" }, startMs: 150, durationMs: 300 };
    const topology = pair({ sameHostRetries: 1, retryPauseMs: 100 }, [onA("crash", 50, 60), paused]);
    expect(sentTo("a", hopsOf(topology)).slice(0, 2)).toEqual([100, 450]);
    expect(run(topology).requests.failed).toBe(0);
  });
});

describe("load balancer, passive checks", () => {
  const passive = (maxFails: number, failTimeoutMs: number, more: Config = {}) => ({
    passiveCheck: { maxFails, failTimeoutMs },
    redispatches: 1,
    ...more,
  });

  it("failures take a host out for the fail timeout, then one request tries it", () => {
    // Turns of a at 100, then a trial after each 1000 ms; alive from 3050, the next trial brings it back for good.
    const topology = pair(passive(1, 1000), [onA("crash", 50, 3000)]);
    expect(sentTo("a", hopsOf(topology)).slice(0, 6)).toEqual([100, 1200, 2300, 3400, 3600, 3800]);
    expect(run(topology).requests.failed).toBe(0);
  });

  it("failures count together while they are closer than the fail timeout", () => {
    const turns = (failTimeoutMs: number) => sentTo("a", hopsOf(pair(passive(2, failTimeoutMs), [onA("crash", 50, 3000)])));
    expect(turns(1000).slice(0, 3)).toEqual([100, 200, 1300]);
    // An answer between them, after the timeout, wipes the slate.
    const twice = [onA("crash", 50, 100), onA("crash", 1150, 100)];
    expect(sentTo("a", hopsOf(pair(passive(2, 300), twice))).filter((ms) => ms > 1000 && ms < 1700)).toEqual([1200, 1300, 1500]);
  });

  it("error answers are no failures: the host did answer", () => {
    const { gauges } = run(pair(passive(1, 1000), [onA("errors", 0, undefined, { ratio: 1 })])).nodes.lb;
    expect(gauges.healthyTargets).toBe(2);
  });

  it("with every host out there is nowhere to go", () => {
    const everywhere = ["a", "b"].map((id) => ({ id, type: "crash", target: { type: "node", id }, startMs: 50 }));
    const { failuresByReason } = run(pair(passive(1, 5000), everywhere)).requests;
    expect(failuresByReason.unavailable).toBeGreaterThan(90);
  });

  it("a lone host is never taken out", () => {
    const lone = build({
      nodes: { c: even(10), lb: ["load-balancer", { ...unchecked, ...passive(1, 5000) }], a: steadyServer(30) },
      links: [
        ["c", "lb"],
        ["lb", "a"],
      ],
      faults: [onA("crash", 50, 1000)],
      durationMs: 10_050,
    });
    expect(run(lone).requests).toMatchObject({ ok: 90, failuresByReason: { refused: 10 } });
  });
});
