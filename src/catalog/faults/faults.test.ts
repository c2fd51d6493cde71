import { describe, expect, it } from "vitest";
import { Sim } from "../../engine/sim";
import { build, run, sessionOf } from "../../testing/build";
import { at, binomialMargin, burst, even, hopsOf, steadyServer } from "../../testing/timeline";
import { compile } from "../../topology/compile";

type Config = Record<string, unknown>;
const fault = (type: string, target: Config, startMs: number, endMs: number | null, params: Config = {}, id = `${type}-${startMs}`) => ({
  id,
  type,
  target,
  startMs,
  ...(endMs === null ? {} : { durationMs: endMs - startMs }),
  params,
});
const s = { type: "node", id: "s" };
const link = { type: "link", id: "c-s" };

/** A request every 10 ms, offset by 5 so that none meets a fault's edge; the server has room for all. */
const paced = (faults: Config[], serviceMs = 0, policies: Config = {}, config: Config = {}) =>
  build({
    nodes: { c: burst(100, 10, 5), s: steadyServer(serviceMs, { slots: 1000 }) },
    links: [["c", "s", config, policies]],
    faults,
    durationMs: 2000,
  });
/** Send times of the requests whose replies answer them, by the time their reply left the server after their arrival. */
const serviceTimes = (faults: Config[], serviceMs: number) => {
  const hops = hopsOf(paced(faults, serviceMs));
  const sent = hops.filter(({ code }) => code === "request").map(({ departMs }) => departMs);
  const replied = hops.filter(({ code }) => code !== "request").map(({ departMs }) => departMs);
  return { sent, replied };
};
const limit = { timeout: { perTryMs: 1 } };
/** Send times of failed requests, where an answer takes no time [ms]. */
function failedAt(topology: ReturnType<typeof build>): number[] {
  const session = sessionOf(topology);
  const times: number[] = [];
  for (let ms = 15; ms <= 1005; ms += 10) {
    const before = session.result().requests.failed;
    if (at(session, ms + 2).result().requests.failed > before) times.push(ms);
  }
  return times;
}
const between = (from: number, to: number) => Array.from({ length: (to - from) / 10 + 1 }, (_, i) => from + 10 * i);

describe("faults begin and end at their millisecond", () => {
  it("crash: new connections are refused from its start until before its end", () => {
    expect(failedAt(paced([fault("crash", s, 105, 205)]))).toEqual(between(105, 195));
    expect(run(paced([fault("crash", s, 105, 205)])).requests.failuresByReason).toEqual({ refused: 10 });
  });

  it("crash: what is inside is reset", () => {
    const topology = build({
      nodes: { c: burst(3), s: steadyServer(100) },
      links: [["c", "s"]],
      faults: [fault("crash", s, 50, 60)],
      durationMs: 1000,
    });
    const session = sessionOf(topology);
    expect(at(session, 49.9).result().requests.inFlight).toBe(3);
    const { requests, nodes } = at(session, 50).result();
    expect(requests.failuresByReason).toEqual({ reset: 3 });
    expect(nodes.s).toMatchObject({ arrivals: 3, failed: 3 });
    expect(at(session, 1000).result().requests.ok).toBe(0);
  });

  it("crash: only the replicas named", () => {
    const half = { type: "node", id: "s", replicas: [0] };
    const topology = build({
      nodes: { c: even(100), lb: ["load-balancer", { healthCheck: { enabled: false } }], s: steadyServer(0, { replicas: 2 }) },
      links: [
        ["c", "lb"],
        ["lb", "s"],
      ],
      faults: [fault("crash", half, 0, null)],
      durationMs: 1000,
    });
    expect(run(topology).requests).toMatchObject({ ok: 50, failed: 50 });
  });

  it("pause: work goes on where it stopped, and what arrived meanwhile waits", () => {
    const topology = build({
      nodes: { c: burst(2, 10), s: steadyServer(10) },
      links: [["c", "s"]],
      faults: [fault("pause", s, 15, 115)],
      durationMs: 1000,
    });
    // 10-15 and 115-120 the first; 120-130 the second, which came at 20.
    expect(
      hopsOf(topology)
        .filter(({ code }) => code === "reply")
        .map(({ departMs }) => departMs),
    ).toEqual([120, 130]);
  });

  it("two pauses in one another count once", () => {
    const topology = build({
      nodes: { c: burst(1, 10), s: steadyServer(10) },
      links: [["c", "s"]],
      faults: [fault("pause", s, 12, 50), fault("pause", s, 30, 80)],
      durationMs: 1000,
    });
    expect(run(topology).latencyMs.max).toBe(78);
  });

  it("slow: work that starts during the fault takes longer; overlapping faults multiply and restore", () => {
    const { sent, replied } = serviceTimes([fault("slow", s, 105, 305, { factor: 2 }), fault("slow", s, 205, 405, { factor: 3 })], 1);
    const factor = (ms: number) => (ms >= 105 && ms < 305 ? 2 : 1) * (ms >= 205 && ms < 405 ? 3 : 1);
    expect(replied.map((ms, i) => Math.round((ms - sent[i]) * 1e6) / 1e6)).toEqual(sent.map((ms) => factor(Math.round(ms))));
  });

  it("errors: the share asked for, after the work is done", () => {
    expect(failedAt(paced([fault("errors", s, 105, 205, { ratio: 1 })]))).toEqual(between(105, 195));
    const { requests, nodes } = run(
      build({
        nodes: { c: even(1000), s: steadyServer(0) },
        links: [["c", "s"]],
        faults: [fault("errors", s, 0, null, { ratio: 0.3 }), fault("errors", s, 0, null, { ratio: 0.5 }, "second")],
        durationMs: 10_000,
      }),
    );
    // Two independent causes: 1 - 0.7 x 0.5.
    expect(Math.abs(requests.failuresByReason.error - 6500)).toBeLessThan(binomialMargin(10_000, 0.65));
    expect(nodes.s.arrivals).toBe(10_000);
  });

  it("link latency: each way, jitter evenly on top, faults add up", () => {
    const faults = [
      fault("link-latency", link, 105, 305, { addedMs: 20, jitterMs: 10 }),
      fault("link-latency", link, 205, 255, { addedMs: 5, jitterMs: 0 }),
    ];
    const requests = hopsOf(paced(faults)).filter(({ code }) => code === "request");
    for (const { departMs, arriveMs } of requests) {
      const sentMs = Math.round(departMs);
      const low = (sentMs >= 105 && sentMs < 305 ? 20 : 0) + (sentMs >= 205 && sentMs < 255 ? 5 : 0);
      expect(arriveMs - departMs).toBeGreaterThanOrEqual(low - 1e-9);
      expect(arriveMs - departMs).toBeLessThanOrEqual(low + (low > 0 ? 10 : 0) + 1e-9);
    }
    expect(new Set(requests.map(({ departMs, arriveMs }) => arriveMs - departMs)).size).toBeGreaterThan(15);
  });

  it("link loss: from its start to its end", () => {
    const topology = paced([fault("link-loss", link, 105, 205, { ratio: 1 })], 0, limit, { protocol: { type: "udp" } });
    expect(failedAt(topology)).toEqual(between(105, 195));
  });

  it.each([
    ["both", 90],
    ["forward", 90],
    ["backward", 100],
  ])("partition, %s: nothing gets through the way it is cut", (direction, arrivals) => {
    const { requests, nodes } = run(paced([fault("partition", link, 105, 205, { direction })], 0, limit, { protocol: { type: "udp" } }));
    expect(requests).toMatchObject({ ok: 90, failuresByReason: { timeout: 10 } });
    expect(nodes.s.arrivals).toBe(arrivals);
  });

  it("partition over TCP: what waits gets through after it heals, at its next retransmission", () => {
    const { requests, latencyMs } = run(paced([fault("partition", link, 105, 205)]));
    expect(requests).toMatchObject({ ok: 100, failed: 0 });
    expect(latencyMs.max).toBeCloseTo(200, 6);
  });

  const zoned = (faults: Config[]) =>
    build({
      nodes: { c: burst(100, 10, 5), s: steadyServer(0), t: steadyServer(0), u: steadyServer(0), inner: burst(100, 10, 5) },
      links: [
        ["c", "s", { protocol: { type: "udp" } }, limit],
        ["s", "t"],
        ["c", "u"],
        ["inner", "t", {}, limit],
      ],
      boundaries: { z: { members: ["s", "t", "inner"] } },
      faults,
      durationMs: 2000,
    });

  it("zone outage: all inside is down, and all links across the border are cut", () => {
    const { links } = run(zoned([fault("zone-outage", { type: "boundary", id: "z" }, 105, 205)]));
    expect(links["inner-t"].failuresByReason).toEqual({ refused: 10 });
    expect(links["c-u"].failed).toBe(0);
    // The client shares its requests evenly: some five of the ten sent meanwhile met the border.
    expect(Object.keys(links["c-s"].failuresByReason)).toEqual(["timeout"]);
    expect(Math.abs(links["c-s"].failed - 5)).toBeLessThanOrEqual(4);
  });

  it("a fault on a boundary hits the nodes inside and the links across its border, and no others", () => {
    const border = { type: "boundary", id: "z" };
    const { links } = run(zoned([fault("link-loss", border, 0, null, { ratio: 1 })]));
    expect(links["c-s"].ok).toBe(0);
    expect(links["c-u"].failed + links["inner-t"].failed).toBe(0);
    const crashed = run(zoned([fault("crash", border, 0, null)])).links;
    expect([crashed["c-s"].ok, crashed["inner-t"].ok]).toEqual([0, 0]);
    expect(crashed["c-u"].failed).toBe(0);
  });

  it("at one instant ends come before starts", () => {
    const { sent, replied } = serviceTimes(
      [fault("slow", s, 205, 305, { factor: 3 }, "b"), fault("slow", s, 105, 205, { factor: 2 }, "a")],
      1,
    );
    const factor = (ms: number) => (ms < 105 || ms >= 305 ? 1 : ms < 205 ? 2 : 3);
    expect(replied.map((ms, i) => Math.round((ms - sent[i]) * 1e6) / 1e6)).toEqual(sent.map((ms) => factor(Math.round(ms))));
  });

  it("after overlapping faults of every kind have ended, all is exactly as it was", () => {
    const z = { type: "boundary", id: "z" };
    const topology = zoned([
      fault("errors", s, 10, 90, { ratio: 0.3 }),
      fault("errors", z, 20, 70, { ratio: 0.1 }),
      fault("slow", s, 10, 80, { factor: 3 }),
      fault("slow", z, 15, 75, { factor: 1.7 }),
      fault("crash", s, 30, 60),
      fault("crash", z, 40, 50),
      fault("pause", s, 35, 65),
      fault("zone-outage", z, 42, 82),
      fault("link-latency", link, 10, 90, { addedMs: 0.1, jitterMs: 0.7 }),
      fault("link-latency", z, 20, 60, { addedMs: 0.2, jitterMs: 0.1 }),
      fault("link-loss", link, 10, 90, { ratio: 0.1 }),
      fault("link-loss", z, 20, 60, { ratio: 0.7 }),
      fault("partition", link, 10, 40),
      fault("partition", z, 20, 60, { direction: "forward" }),
      fault("traffic-spike", { type: "all" }, 10, 90, { factor: 3 }),
      fault("traffic-spike", { type: "node", id: "c" }, 20, 60, { factor: 0.7 }),
    ]);
    const sim = new Sim(compile(topology));
    const untouched = new Sim(compile({ ...topology, faults: [] }));
    const figures = ({ conditions: k }: Sim) => [
      k.isDown,
      k.isPaused,
      k.slowFactor,
      k.errorRatio,
      k.addedMs,
      k.jitterMs,
      k.lossRatio,
      k.isCut,
      k.trafficFactor,
    ];
    sim.run(45, Number.POSITIVE_INFINITY);
    expect(figures(sim)).not.toEqual(figures(untouched));
    sim.run(90, Number.POSITIVE_INFINITY);
    expect(figures(sim)).toEqual(figures(untouched));
    expect(sim.faults.active).not.toContain(true);
  });

  it("a fault cleared before it began never begins", () => {
    const session = sessionOf(paced([fault("crash", s, 505, null)]));
    at(session, 100);
    session.clear("crash-505");
    expect(at(session, 2000).result().requests.failed).toBe(0);
  });
});
