import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, constant, even, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const checks = { enabled: true, intervalMs: 1000, timeoutMs: 500, fall: 3, rise: 2 };
const none = { enabled: false };

/** Requests every 10 ms over hosts a and b, which answer at once. */
const pair = (balancer: Config, faults: Config[], latencyMs = 0) =>
  build({
    nodes: { c: even(100), lb: ["load-balancer", balancer], a: steadyServer(0), b: steadyServer(0) },
    links: [
      ["c", "lb"],
      ["lb", "a", { latency: constant(latencyMs) }],
      ["lb", "b", { latency: constant(latencyMs) }],
    ],
    faults,
    durationMs: 12_000,
  });
const onA = (type: string, startMs: number, durationMs?: number) => ({
  id: "f",
  type,
  target: { type: "node", id: "a" },
  startMs,
  ...(durationMs ? { durationMs } : {}),
});

describe("load balancer", () => {
  const orderOf = (algorithm: string, weights: number[], serviceMs = [0, 0, 0]) =>
    hopsOf(
      build({
        nodes: {
          c: burst(7, 10),
          lb: ["load-balancer", { algorithm, healthCheck: none }],
          a: steadyServer(serviceMs[0]),
          b: steadyServer(serviceMs[1]),
          d: steadyServer(serviceMs[2]),
        },
        links: [["c", "lb"], ...["a", "b", "d"].map((id, i) => ["lb", id, { weight: weights[i] }] as [string, string, Config])],
        durationMs: 500,
      }),
    )
      .filter(({ link, code }) => link.startsWith("lb-") && code === "request")
      .map(({ link }) => link.slice(3))
      .join("");

  it("round robin takes hosts in turn", () => {
    expect(orderOf("round-robin", [1, 1, 1])).toBe("abdabda");
  });

  it("weights 5, 1, 1 give the smooth order that nginx documents", () => {
    expect(orderOf("weighted", [5, 1, 1])).toBe("aabadaa");
    expect(orderOf("weighted", [0, 1, 2])).toBe("dbddbdd");
  });

  it("least connections avoids the busy host; equals take turns", () => {
    expect(orderOf("least-connections", [1, 1, 1])).toBe("abdabda");
    expect(orderOf("least-connections", [1, 1, 1], [1000, 5, 5])).toBe("abdbdbd");
  });

  it("a dead host receives until its third failed check, and again after the second passed one", () => {
    // Checks of a at 500, 1500, ...: dead from 600, so 1500, 2500 and 3500 fail; back at 6000, so 6500 and 7500 pass.
    const topology = pair({ healthCheck: checks }, [onA("crash", 600, 5400)]);
    const session = sessionOf(topology);
    const up = (ms: number) => at(session, ms).result().nodes.lb.gauges.healthyTargets;
    expect([3499, 3500, 7499, 7500].map(up)).toEqual([2, 1, 1, 2]);
    const sent = hopsOf(topology).filter(({ link, code }) => link === "lb-a" && code === "request");
    const gap = sent.filter(({ departMs }) => departMs > 3500 && departMs < 7500);
    expect(gap).toEqual([]);
    expect(sent.filter(({ departMs }) => departMs > 3470 && departMs <= 3500).length).toBeGreaterThan(0);
    // Every second request of (600, 3500] met the dead host.
    const { failuresByReason } = run(topology).requests;
    expect(failuresByReason.refused).toBeGreaterThanOrEqual(145);
    expect(failuresByReason.refused).toBeLessThanOrEqual(146);
  });

  it("a host that does not answer fails its check only at the timeout", () => {
    const session = sessionOf(pair({ healthCheck: checks }, [onA("pause", 600)]));
    const up = (ms: number) => at(session, ms).result().nodes.lb.gauges.healthyTargets;
    expect([3999, 4000].map(up)).toEqual([2, 1]);
  });

  it("a check takes a round trip, and fails when that is longer than its timeout", () => {
    const slow = sessionOf(pair({ healthCheck: checks }, [onA("crash", 600)], 50));
    const up = (ms: number) => at(slow, ms).result().nodes.lb.gauges.healthyTargets;
    expect([3599, 3600].map(up)).toEqual([2, 1]);
    const far = sessionOf(pair({ healthCheck: { ...checks, timeoutMs: 99 } }, [], 50));
    expect(at(far, 4000).result().nodes.lb.gauges.healthyTargets).toBe(0);
    expect(at(far, 12_000).result().requests.failuresByReason.unavailable).toBeGreaterThan(500);
  });

  it("a check over a link that loses everything fails", () => {
    const lossy = { id: "f", type: "link-loss", target: { type: "link", id: "lb-a" }, startMs: 0, params: { ratio: 1 } };
    expect(run(pair({ healthCheck: checks }, [lossy])).nodes.lb.gauges.healthyTargets).toBe(1);
  });

  it("without checks nobody notices", () => {
    const { nodes, requests } = run(pair({ healthCheck: none }, [onA("crash", 0)]));
    expect(nodes.lb.gauges.healthyTargets).toBe(2);
    expect(requests).toMatchObject({ issued: 1200, ok: 600, failuresByReason: { refused: 600 } });
  });

  it("redispatch tries another host after a refused connection", () => {
    const { requests, links } = run(pair({ healthCheck: none, redispatches: 1 }, [onA("crash", 0)]));
    expect(requests).toMatchObject({ ok: 1200, failed: 0 });
    // The turn after a redispatch is the dead host's again: it sees every request.
    expect(links["lb-a"]).toMatchObject({ ok: 0, failuresByReason: { refused: 1200 } });
  });

  it("its own time comes on top", () => {
    expect(run(pair({ overheadMs: 5 }, [])).latencyMs.mean).toBeCloseTo(5, 6);
  });

  it("two hundred balancers run in one document", () => {
    const ids = Array.from({ length: 200 }, (_, i) => `lb${i}`);
    const topology = build({
      nodes: { c: even(100), s: steadyServer(1), ...Object.fromEntries(ids.map((id) => [id, ["load-balancer", {}] as [string, Config]])) },
      links: ids.flatMap((id): [string, string][] => [
        ["c", id],
        [id, "s"],
      ]),
      durationMs: 1000,
    });
    expect(run(topology).requests.ok).toBe(99);
  });
});
