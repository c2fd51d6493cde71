import { describe, expect, it } from "vitest";
import { build } from "../testing/build";
import { even, steadyServer } from "../testing/timeline";
import { compile } from "../topology/compile";
import { BUSY, INSIDE, QUEUED } from "./meter";
import { Sim } from "./sim";

const node = (id: string, type: string, startMs: number, durationMs: number, params = {}) => ({
  id: `${type}-${id}`,
  type,
  target: { type: "node", id },
  startMs,
  durationMs,
  params,
});

describe("calls", () => {
  const few = { timeout: { perTryMs: 30 }, circuitBreaker: { minimumCalls: 10, openMs: 300 } };
  const sorts: [string, Record<string, object>][] = [
    ["few", { front: { timeout: { perTryMs: 80, overallMs: 200 }, retry: { baseMs: 10 } }, inner: few }],
    [
      "every",
      {
        front: {
          fallback: { to: { type: "stale", maxAgeMs: 500 } },
          retry: { baseMs: 10, budget: { type: "share" } },
          adaptiveThrottling: { windowMs: 1000 },
          rateLimit: { limiter: { type: "leaky-bucket", ratePerSecond: 250, burst: 20 } },
          timeout: { perTryMs: 80, overallMs: 200 },
          bulkhead: { maxConcurrent: 5, maxWaitMs: 40 },
        },
        inner: {
          ...few,
          fallback: { to: { type: "link", link: "s-q" } },
          hedging: { maxAttempts: 3, delay: { type: "percentile", firstMs: 5 } },
          rateLimit: { limiter: { type: "fixed-window", limit: 20, windowMs: 100, maxWaitMs: 150 } },
          bulkhead: { maxConcurrent: 3, maxWaitMs: 25 },
        },
      },
    ],
  ];
  it.each(sorts)("once traffic has stopped and all faults are over, no record of a call is left: %s policies", (_, { front, inner }) => {
    const slow = { type: "exponential", meanMs: 15 };
    const topology = build({
      nodes: {
        c: even(300, [
          { name: "read", weight: 3 },
          { name: "write", access: "write" },
        ]),
        lb: ["load-balancer", { redispatches: 1 }],
        s: steadyServer(5, { replicas: 3, slots: 4, calls: "parallel", serviceTime: slow }),
        t: steadyServer(5, { replicas: 2, slots: 8, blocking: false, serviceTime: slow }),
        cache: ["cache", {}],
        db: ["database", { standbys: 1, readFrom: "any" }],
        q: ["queue", { prefetch: 3, deliveryLimit: 3 }],
        w: steadyServer(10, { replicas: 2 }),
      },
      links: [
        ["c", "lb", {}, front as Record<string, unknown>],
        ["lb", "s"],
        ["s", "t", { lossRatio: 0.05 }, inner as Record<string, unknown>],
        ["s", "q", { protocol: { type: "udp" }, lossRatio: 0.1 }, { timeout: { perTryMs: 50 }, retry: { maxAttempts: 2 } }],
        ["t", "cache"],
        ["cache", "db"],
        ["q", "w"],
      ],
      faults: [
        node("s", "crash", 500, 300),
        node("s", "pause", 1000, 400),
        node("t", "pause", 1200, 100),
        node("t", "crash", 1250, 100),
        node("lb", "pause", 1500, 100),
        node("lb", "crash", 1550, 100),
        node("q", "pause", 1700, 300),
        node("q", "crash", 1800, 100),
        node("w", "crash", 2100, 200),
        node("db", "pause", 2200, 300),
        node("db", "crash", 2300, 50),
        node("cache", "crash", 2600, 50),
        node("w", "errors", 0, 2900, { ratio: 0.5 }),
        { id: "calm", type: "traffic-spike", target: { type: "all" }, startMs: 3000, params: { factor: 0 } },
      ],
      durationMs: 600_000,
    });
    const sim = new Sim(compile(topology));
    sim.run(2950, Number.POSITIVE_INFINITY);
    expect(sim.calls.live).toBeGreaterThan(0);
    sim.run(600_000, Number.POSITIVE_INFINITY);
    expect(sim.meter.inFlight()).toBe(0);
    expect(sim.calls.live).toBe(0);
    for (const link of sim.plan.links) expect(sim.meter.outstanding(link.index)).toBe(0);
    for (const node of sim.plan.nodes) {
      for (const level of [BUSY, QUEUED, INSIDE]) expect(sim.meter.node(node.index, level)).toBe(0);
    }
  });
});
