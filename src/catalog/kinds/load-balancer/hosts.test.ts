import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, binomialMargin, burst, constant, even, type Hop, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const unchecked = { healthCheck: { enabled: false } };
const onNode = (id: string, type: string, startMs: number, durationMs?: number, params: Config = {}, replicas?: number[]) => ({
  id: `${type}-${id}-${startMs}`,
  type,
  target: { type: "node", id, ...(replicas ? { replicas } : {}) },
  startMs,
  ...(durationMs ? { durationMs } : {}),
  params,
});
const sentTo = (host: string, hops: Hop[]) =>
  hops.filter(({ link, code }) => link === `lb-${host}` && code === "request").map(({ departMs }) => departMs);

/** Requests every 10 ms over ten replicas of a and what else there is. */
const farm = (balancer: Config, faults: Config[], more: Config = {}) =>
  build({
    nodes: { c: even(100), lb: ["load-balancer", { ...unchecked, ...balancer }], a: steadyServer(0, { replicas: 10 }) },
    links: [
      ["c", "lb"],
      ["lb", "a"],
    ],
    faults,
    durationMs: 60_000,
    ...more,
  });

describe("outlier detection", () => {
  const envoy = { outlierDetection: { consecutiveFailures: 5 } };
  const gauge = (session: ReturnType<typeof sessionOf>, id: string, ms: number) => at(session, ms).result().nodes.lb.gauges[id];

  it("ejects at the fifth failure in a row, and takes back at the first look after 30 s", () => {
    // Replica 0 is asked at 10, 110, ...: from 1000 on it fails, so that 1010 to 1410 are the five.
    const session = sessionOf(farm(envoy, [onNode("a", "errors", 1000, 5000, { ratio: 1 }, [0])]));
    expect([1409, 1410].map((ms) => gauge(session, "ejectedTargets", ms))).toEqual([0, 1]);
    // Looks are at 10 s, 20 s, ...; 30 s after 1.41 s have gone by at that of 40 s.
    expect([39_999, 40_000].map((ms) => gauge(session, "healthyTargets", ms))).toEqual([9, 10]);
    expect(at(session, 60_000).result()).toMatchObject({ requests: { failed: 5 }, nodes: { lb: { figures: { ejections: 1 } } } });
  });

  it("an answer in between starts the count anew, a refused connection counts like an error", () => {
    const flaky = Array.from({ length: 10 }, (_, i) => onNode("a", "errors", 1000 + 500 * i, 400, { ratio: 1 }, [0]));
    expect(run(farm(envoy, flaky)).nodes.lb.figures.ejections).toBe(0);
    expect(run(farm(envoy, [onNode("a", "crash", 1000, 1000, {}, [0])])).nodes.lb.figures.ejections).toBe(1);
  });

  it("ejects longer each time, up to the most, and forgets an ejection with each look that finds the host back", () => {
    const config = { outlierDetection: { consecutiveFailures: 5, intervalMs: 1000, baseEjectionMs: 2000, maxEjectionMs: 5000 } };
    const hops = hopsOf(farm(config, [onNode("a", "errors", 1000, 20_000, { ratio: 1 }, [0])], { durationMs: 40_000 }));
    expect(hops.length).toBeGreaterThan(0);
    const session = sessionOf(
      farm(config, [onNode("a", "errors", 1000, 20_000, { ratio: 1 }, [0]), onNode("a", "errors", 35_000, 1000, { ratio: 1 }, [0])]),
    );
    const changes: number[] = [];
    let before = 0;
    for (let ms = 1000; ms < 45_000; ms += 500) {
      const now = gauge(session, "ejectedTargets", ms);
      if (now !== before) changes.push(ms);
      before = now;
    }
    // Ejected at 1.4: 2 s, back at the look of 4. Again at 4.4 or so: 4 s, back at 9. Then 5 s each (not 6): 9.4 to 15, 15.4 to 21.
    // By 35 s nothing of that is left: 2 s again, 35.4 to 38.
    expect(changes).toEqual([1500, 4000, 4500, 9000, 9500, 15_000, 15_500, 21_000, 35_500, 38_000]);
  });

  it("at most a tenth of the hosts, but at least one", () => {
    const many = onNode("a", "errors", 1000, 9000, { ratio: 1 }, [0, 1, 2]);
    const ejected = (ratio: number) =>
      at(sessionOf(farm({ outlierDetection: { consecutiveFailures: 5, maxEjectedRatio: ratio } }, [many])), 5000).result().nodes.lb.gauges
        .ejectedTargets;
    expect([0, 0.1, 0.2, 0.3].map(ejected)).toEqual([1, 1, 2, 3]);
  });

  it("a passed check takes the host back", () => {
    const checks = { healthCheck: { enabled: true, intervalMs: 1000, timeoutMs: 500 } };
    const session = sessionOf(farm({ ...envoy, ...checks }, [onNode("a", "errors", 1000, 1000, { ratio: 1 }, [0])]));
    // Its checks are at 100, 1100, ...; they see that it is there, which is all they ask.
    expect([1410, 2099, 2100].map((ms) => gauge(session, "ejectedTargets", ms))).toEqual([1, 1, 0]);
  });
});

describe("panic", () => {
  const checks = { healthCheck: { enabled: true, intervalMs: 100, timeoutMs: 50, fall: 1, rise: 1 }, panicThresholdRatio: 0.5 };
  const shareOfDead = (dead: number) => {
    const { requests, nodes } = run(
      farm(checks, [
        onNode(
          "a",
          "crash",
          0,
          undefined,
          {},
          Array.from({ length: dead }, (_, i) => i),
        ),
      ]),
    );
    return { refused: (requests.failuresByReason.refused ?? 0) / requests.issued, panics: nodes.lb.gauges.panickingLevels };
  };

  it("with half of the hosts healthy only these receive; with fewer all do", () => {
    expect(shareOfDead(5).refused).toBeLessThan(0.005);
    expect(shareOfDead(5).panics).toBe(0);
    expect(shareOfDead(6).refused).toBeCloseTo(0.6, 2);
    expect(shareOfDead(6).panics).toBe(1);
  });
});

describe("priority levels", () => {
  /** Four hosts of level 0, four of level 1; so many of the first are dead. */
  const two = (dead: number, config: Config = {}, level = 1) =>
    build({
      nodes: {
        c: even(1000),
        lb: ["load-balancer", { healthCheck: { enabled: true, intervalMs: 10, timeoutMs: 5, fall: 1, rise: 1 }, ...config }],
        a: steadyServer(0, { replicas: 4 }),
        b: steadyServer(0, { replicas: 4 }),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
        ["lb", "b", { priorityLevel: level }],
      ],
      boundaries: { z: { members: ["c", "lb", "a"] } },
      faults:
        dead > 0
          ? [
              onNode(
                "a",
                "crash",
                0,
                undefined,
                {},
                Array.from({ length: dead }, (_, i) => i),
              ),
            ]
          : [],
      durationMs: 20_000,
    });
  const toFirst = (topology: ReturnType<typeof two>) => {
    const { links } = run(topology);
    return links["lb-a"].calls / (links["lb-a"].calls + links["lb-b"].calls);
  };

  it.each([
    [0, 1],
    [1, 1],
    [2, 0.7],
    [3, 0.35],
    [4, 0],
  ])("with %i of 4 hosts dead the first level takes %f", (dead, share) => {
    expect(Math.abs(toFirst(two(dead)) - share)).toBeLessThan(binomialMargin(20_000, share) / 20_000 + 0.002);
  });

  it("own zone first: hosts over the border receive what the own ones are too unhealthy for", () => {
    expect(toFirst(two(0, {}, 0))).toBe(0.5);
    expect(toFirst(two(0, { ownZoneFirst: true }, 0))).toBe(1);
    expect(Math.abs(toFirst(two(3, { ownZoneFirst: true }, 0)) - 0.35)).toBeLessThan(binomialMargin(20_000, 0.35) / 20_000 + 0.002);
  });
});

describe("slow start", () => {
  it("a host that is back gets weight by the time since: nearly a tenth at first, its full share after the window", () => {
    const slowStart = { windowMs: 20_000, aggression: 1, minWeightRatio: 0.1 };
    const topology = build({
      nodes: {
        c: even(1000),
        lb: [
          "load-balancer",
          { algorithm: "weighted", healthCheck: { enabled: true, intervalMs: 1000, timeoutMs: 50, fall: 1, rise: 1 }, slowStart },
        ],
        a: steadyServer(0),
        b: steadyServer(0),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
        ["lb", "b"],
      ],
      faults: [onNode("a", "crash", 600, 2000)],
      durationMs: 30_000,
    });
    const times = sentTo("a", hopsOf(topology));
    // Checks of a are at 500, 1500, ...: it is back at 3500.
    const share = (fromMs: number) => times.filter((ms) => ms > 3500 + fromMs && ms <= 3500 + fromMs + 1000).length / 1000;
    expect(times.filter((ms) => ms > 1500 && ms < 3500)).toEqual([]);
    // Its weight w grows from 0.1 at 2 s on by 0.05 a second; it takes w / (1 + w).
    const expected = (fromMs: number) => {
      const weight = Math.max(0.1, (fromMs + 500) / 20_000);
      return weight / (1 + weight);
    };
    for (const fromMs of [0, 5000, 10_000, 15_000]) expect(Math.abs(share(fromMs) - expected(fromMs))).toBeLessThan(0.01);
    expect(share(20_500)).toBe(0.5);
  });
});

describe("limits", () => {
  const limited = (config: Config, requests: number, hosts: Config = {}, faults: Config[] = []) =>
    build({
      nodes: {
        c: burst(requests),
        lb: ["load-balancer", { ...unchecked, ...config }],
        a: steadyServer(100, { slots: 10, ...hosts }),
        b: steadyServer(100, { slots: 10 }),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
        ["lb", "b"],
      ],
      faults,
      durationMs: 2000,
    });

  it("beyond each host's limit requests wait for whichever is free first", () => {
    const topology = limited({ perHost: { maxRequests: 1 } }, 6);
    expect(sentTo("a", hopsOf(topology))).toEqual([1, 101, 201]);
    expect(sentTo("b", hopsOf(topology))).toEqual([2, 102, 202]);
    const session = at(sessionOf(topology), 50);
    expect(session.result().nodes.lb.gauges.waitingForHost).toBe(4);
    expect(at(session, 2000).result()).toMatchObject({ requests: { ok: 6 }, nodes: { lb: { gauges: { waitingForHost: 0 } } } });
  });

  it("the queue has a limit, and time in it", () => {
    expect(run(limited({ perHost: { maxRequests: 1, queueLimit: 2 } }, 6)).requests).toMatchObject({
      ok: 4,
      failuresByReason: { rejected: 2 },
    });
    const timed = limited({ perHost: { maxRequests: 1, queueTimeoutMs: 150 } }, 6);
    // Those of 3 and 4 get their turn at 101 and 102, those of 5 and 6 would at 201 and 202.
    expect(run(timed).requests).toMatchObject({ ok: 4, failuresByReason: { unavailable: 2 } });
    const session = sessionOf(timed);
    expect([154, 155, 156].map((ms) => at(session, ms).result().requests.failed)).toEqual([0, 1, 2]);
  });

  it("where the algorithm sticks to hosts a request waits for its own", () => {
    const topology = build({
      nodes: {
        c: burst(3, 1, 0, [{ name: "one", key: { type: "uniform", keys: 1 } }]),
        lb: ["load-balancer", { ...unchecked, algorithm: "maglev", perHost: { maxRequests: 1 } }],
        a: steadyServer(100, { replicas: 2 }),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
      ],
      durationMs: 1000,
    });
    expect(sentTo("a", hopsOf(topology))).toEqual([1, 101, 201]);
  });

  it("a host that comes back serves those who wait", () => {
    const checks = { healthCheck: { enabled: true, intervalMs: 100, timeoutMs: 10, fall: 1, rise: 1 } };
    // Checks of a are at 50, which finds it dead, and at 150.
    const topology = build({
      nodes: {
        c: burst(3, 1, 60),
        lb: ["load-balancer", { ...checks, perHost: { maxRequests: 1 } }],
        a: steadyServer(100),
        b: steadyServer(100),
      },
      links: [
        ["c", "lb"],
        ["lb", "a"],
        ["lb", "b"],
      ],
      faults: [onNode("a", "crash", 0, 120)],
      durationMs: 1000,
    });
    expect([sentTo("a", hopsOf(topology)), sentTo("b", hopsOf(topology))]).toEqual([[150], [61, 161]]);
  });

  it("a host that is taken out leaves its queue to the others", () => {
    const stuck = (faults: Config[]) =>
      build({
        nodes: {
          c: burst(3, 1, 0, [{ name: "one", key: { type: "uniform", keys: 1 } }]),
          lb: [
            "load-balancer",
            {
              algorithm: "source-affinity",
              healthCheck: { enabled: true, intervalMs: 100, timeoutMs: 10, fall: 1, rise: 1 },
              perHost: { maxRequests: 1 },
            },
          ],
          a: steadyServer(100),
          b: steadyServer(100),
        },
        links: [
          ["c", "lb"],
          ["lb", "a"],
          ["lb", "b"],
        ],
        faults,
        durationMs: 1000,
      });
    const calm = hopsOf(stuck([]));
    const [its, other, checkMs] = sentTo("a", calm).length > 0 ? ["a", "b", 50] : ["b", "a", 100];
    expect(sentTo(its, calm)).toEqual([1, 101, 201]);
    // It hangs from 10 on, so that the check fails 10 ms after it was sent.
    const hung = hopsOf(stuck([onNode(its, "pause", 10)]));
    expect([sentTo(its, hung), sentTo(other, hung)]).toEqual([[1], [checkMs + 10, checkMs + 110]]);
  });

  it("beyond the limit on its own requests others wait outside", () => {
    const topology = limited({ maxInProgress: 2 }, 6);
    expect([...sentTo("a", hopsOf(topology)), ...sentTo("b", hopsOf(topology))].sort((x, y) => x - y)).toEqual([1, 2, 101, 102, 201, 202]);
    expect(run(topology).requests).toMatchObject({ ok: 6 });
    expect(at(sessionOf(topology), 50).result().nodes.lb.queueLengthMax).toBe(4);
  });

  it("threads work off the overhead", () => {
    const latency = (threads: number) => run(limited({ overheadMs: 10, threads }, 3)).latencyMs.max;
    expect(latency(0)).toBeCloseTo(110, 6);
    // The third waits for two others: from 3 to 31.
    expect(latency(1)).toBeCloseTo(128, 6);
  });

  it("a balancer that dies loses those who wait, too", () => {
    const topology = limited({ maxInProgress: 3, perHost: { maxRequests: 1 } }, 6, {}, [onNode("lb", "crash", 50, 10)]);
    expect(run(topology).requests).toMatchObject({ ok: 0, failuresByReason: { reset: 6 }, inFlight: 0 });
  });

  it("a balancer that is paused notices the end of a wait when it goes on", () => {
    const topology = limited({ perHost: { maxRequests: 1, queueTimeoutMs: 50 } }, 3, {}, [onNode("lb", "pause", 30, 40)]);
    const session = sessionOf(topology);
    expect([69, 70].map((ms) => at(session, ms).result().requests.failed)).toEqual([0, 1]);
  });
});

describe("a caller that takes its request back", () => {
  it("leaves the queue it waits in, and the next one moves up", () => {
    const topology = build({
      nodes: {
        c: burst(4),
        lb: ["load-balancer", { ...unchecked, maxInProgress: 3, perHost: { maxRequests: 1 } }],
        a: steadyServer(100, { slots: 10 }),
      },
      links: [
        ["c", "lb", { protocol: { type: "http2" }, latency: constant(0) }, { timeout: { perTryMs: 60 } }],
        ["lb", "a"],
      ],
      durationMs: 1000,
    });
    const { requests, nodes } = run(topology);
    expect(requests).toMatchObject({ issued: 4, ok: 0, failuresByReason: { timeout: 4 } });
    expect(nodes.lb.gauges.waitingForHost).toBe(0);
  });
});
