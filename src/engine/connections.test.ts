import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../testing/build";
import { at, burst, constant, even, hopsOf, steadyServer } from "../testing/timeline";
import { compile } from "../topology/compile";
import { UNAVAILABLE } from "./outcome";
import { Sim } from "./sim";

type Config = Record<string, unknown>;
const free = { codingMsPerKb: 0 };
const rest = (more: Config = {}) => ({ type: "http1", ...free, ...more });
const grpc = (more: Config = {}) => ({ type: "http2", ...free, ...more });
const over = (protocol: Config, latencyMs = 10, more: Config = {}) => ({ protocol, latency: constant(latencyMs), ...more });
const server = steadyServer(5, { slots: 100 });
const departures = (topology: Parameters<typeof hopsOf>[0]) =>
  hopsOf(topology)
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => departMs);

describe("connections", () => {
  const calls = (protocol: Config, client = burst(2, 100), more: object = {}) =>
    build({ nodes: { c: client, s: server }, links: [["c", "s", over(protocol)]], durationMs: 1000, ...more });

  it.each([
    ["HTTP/1.1", rest(), 40],
    ["HTTP/1.1 without TLS", rest({ tls: false }), 20],
    ["HTTP/2", grpc(), 40],
    ["AMQP", { type: "amqp" }, 100],
    ["AMQP with TLS", { type: "amqp", tls: true }, 120],
    ["Kafka", { type: "kafka" }, 60],
    ["plain TCP", { type: "tcp" }, 0],
    ["UDP", { type: "udp" }, 0],
  ])("%s: the first call pays for setting one up, the second does not", (_, protocol, setUpMs) => {
    const topology = calls(protocol, burst(2, 200));
    expect(departures(topology)).toEqual([200 + setUpMs, 400]);
    expect(run(topology).latencyMs).toMatchObject({ count: 2, max: 25 + setUpMs, p50: expect.closeTo(25, 0) });
  });

  it("of HTTP/1.1 carry one call at a time: a second one meanwhile needs another", () => {
    const topology = calls(rest(), burst(3, 2));
    expect(departures(topology)).toEqual([42, 44, 46]);
    expect(run(topology).links["c-s"].connections).toMatchObject({ opened: 3, open: 3 });
  });

  it("are kept alive, and the one used last is used first", () => {
    // Two at once, then one after another: the second connection stays idle and is closed at last.
    const client = even(100);
    const { links } = run(calls(rest({ idleTimeoutMs: 200 }), client));
    // A call lasts 25 ms and one comes every 10: three at a time, once they are there; the first five find none.
    expect(links["c-s"].connections?.open).toBe(3);
    expect(links["c-s"].connections?.opened).toBeGreaterThan(3);
  });

  it("that are idle for too long are closed: the next call sets one up again", () => {
    expect(departures(calls(rest({ idleTimeoutMs: 100 }), burst(3, 200)))).toEqual([240, 440, 640]);
    // Idle from 265 to 400: 135 ms.
    expect(departures(calls(rest({ idleTimeoutMs: 136 }), burst(2, 200)))).toEqual([240, 400]);
    expect(departures(calls(rest({ idleTimeoutMs: 135 }), burst(2, 200)))).toEqual([240, 440]);
  });

  it("that a fault resets are gone, and leave their room to new ones", () => {
    const reset = (ratio: number) => ({
      id: "r",
      type: "connection-reset",
      target: { type: "link", id: "c-s", direction: "forward" },
      startMs: 0,
      durationMs: 150,
      params: { ratio },
    });
    const topology = calls(rest({ maxConnections: 1 }), burst(3, 100), { faults: [reset(1)] });
    // The first request leaves at 140 on a connection that is reset; the second one, at 200, sets up another.
    expect(run(topology)).toMatchObject({
      requests: { ok: 2, failed: 1, failuresByReason: { reset: 1 } },
      links: { "c-s": { connections: { opened: 2, open: 1 } } },
    });
  });

  it("a full pool makes calls wait their turn, and turns away those beyond the limit", () => {
    // One connection: there at 41; each call takes 25. Two may wait beside the one it is set up for.
    const topology = calls(rest({ maxConnections: 1, maxPending: 3 }), burst(5, 1));
    expect(departures(topology)).toEqual([41, 66, 91]);
    const session = sessionOf(topology);
    expect(at(session, 3).result()).toMatchObject({ links: { "c-s": { connections: { open: 0, waiting: 3 } } } });
    expect(at(session, 4).result().requests.failuresByReason).toEqual({ rejected: 1 });
    const { links } = at(session, 1000).result();
    expect(links["c-s"]).toMatchObject({ ok: 3, failed: 2, failuresByReason: { rejected: 2 } });
    // Waited 40, 64 and 88.
    expect(links["c-s"].connections).toMatchObject({ open: 1, opened: 1, waiting: 0, waitMs: { count: 3, mean: 64 } });
  });

  it("of HTTP/2 carry many calls at a time, up to their limit; more wait at the caller", () => {
    expect(departures(calls(grpc(), burst(4, 1)))).toEqual([41, 41, 41, 41]);
    expect(departures(calls(grpc({ maxStreams: 2 }), burst(4, 1)))).toEqual([41, 41, 66, 66]);
    expect(departures(calls(grpc({ maxStreams: 2, maxConnections: 2 }), burst(4, 1)))).toEqual([41, 41, 43, 43]);
  });

  it("join replicas, each pair its own", () => {
    const topology = build({
      nodes: {
        c: burst(4, 100),
        lb: ["load-balancer", { healthCheck: { enabled: false } }],
        s: steadyServer(5, { replicas: 2 }),
      },
      links: [
        ["c", "lb"],
        ["lb", "s", over(grpc())],
      ],
      durationMs: 1000,
    });
    // Round robin: the first call to each of the two pays.
    expect(
      hopsOf(topology)
        .filter(({ link, code }) => link === "lb-s" && code === "request")
        .map(({ departMs }) => departMs),
    ).toEqual([140, 240, 300, 400]);
  });

  it("a caller that gives up while it waits for one never sends", () => {
    const topology = build({
      nodes: { c: burst(1), s: server },
      links: [["c", "s", over(rest()), { timeout: { perTryMs: 30 } }]],
      durationMs: 1000,
    });
    const { nodes, links } = run(topology);
    expect(nodes.s.arrivals).toBe(0);
    expect(links["c-s"]).toMatchObject({ failuresByReason: { timeout: 1 }, lateReplies: 0, connections: { open: 1, waiting: 0 } });
  });

  it("a caller that gives up hangs up on HTTP/1.1, and only drops its call on HTTP/2", () => {
    const slow = (protocol: Config) =>
      build({
        nodes: { c: burst(2, 200), s: steadyServer(150, { slots: 10 }) },
        links: [["c", "s", over(protocol), { timeout: { perTryMs: 100 } }]],
        durationMs: 1000,
      });
    expect(departures(slow(rest()))).toEqual([240, 440]);
    expect(run(slow(rest())).links["c-s"]).toMatchObject({ lateReplies: 2, connections: { opened: 2, open: 0 } });
    expect(departures(slow(grpc()))).toEqual([240, 400]);
    expect(run(slow(grpc())).links["c-s"]).toMatchObject({ cancelled: 2, lateReplies: 0, connections: { opened: 1, open: 1 } });
  });

  const crash = (startMs: number, durationMs: number) => ({
    faults: [{ id: "f", type: "crash", target: { type: "node", id: "s" }, startMs, durationMs }],
  });

  it("die with the callee's process, and are set up again when it is back", () => {
    const topology = calls(rest(), burst(3, 200), crash(300, 50));
    expect(departures(topology)).toEqual([240, 440, 600]);
    expect(run(topology).links["c-s"].connections).toMatchObject({ opened: 2, open: 1 });
  });

  it("are refused by a host without the process, one round trip after the first message", () => {
    const session = sessionOf(calls(rest(), burst(2, 200), crash(190, 100)));
    expect(at(session, 219.999).result().requests.failed).toBe(0);
    expect(at(session, 220).result().requests.failuresByReason).toEqual({ refused: 1 });
    expect(at(session, 1000).result().requests).toMatchObject({ ok: 1, failed: 1 });
  });

  it("a request on its way when the process dies is reset, though a new process is up when it arrives", () => {
    const { nodes, requests } = run(calls(rest(), burst(2, 200), crash(402, 4)));
    expect(requests.failuresByReason).toEqual({ reset: 1 });
    expect(nodes.s.arrivals).toBe(1);
  });

  it("wait for a paused process to take part in TLS; its kernel alone answers TCP", () => {
    const paused = { faults: [{ id: "p", type: "pause", target: { type: "node", id: "s" }, startMs: 190, durationMs: 100 }] };
    expect(departures(calls(rest(), burst(1, 200), paused))).toEqual([300]);
    expect(departures(calls(rest({ tls: false }), burst(1, 200), paused))).toEqual([220]);
  });

  it("are tried again after 1 s, then 2, where the first message is lost; after 127 s the call fails", () => {
    const lost = (durationMs: number) => ({
      faults: [{ id: "f", type: "link-loss", target: { type: "link", id: "c-s" }, startMs: 0, durationMs, params: { ratio: 1 } }],
    });
    expect(departures(calls(rest(), burst(1), { ...lost(1500), durationMs: 5000 }))).toEqual([3041]);
    const session = sessionOf(calls(rest(), burst(1), { ...lost(200_000), durationMs: 200_000 }));
    expect(at(session, 127_000.999).result().requests.failed).toBe(0);
    expect(at(session, 127_001).result().requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("a caller whose process dies takes its calls back where the protocol can", () => {
    const chain = (protocol: Config) =>
      run(
        build({
          nodes: { c: burst(1), s: steadyServer(0), back: steadyServer(500) },
          links: [
            ["c", "s"],
            ["s", "back", over(protocol)],
          ],
          ...crash(200, 100),
          durationMs: 1000,
        }),
      );
    // In work at the back from 51 on; the news is there at 210.
    expect(chain(grpc()).nodes.back).toMatchObject({ failuresByReason: { cancelled: 1 }, utilisationRatio: expect.closeTo(0.159, 9) });
    expect(chain(rest()).nodes.back).toMatchObject({ ok: 1, failed: 0 });
  });

  it("cannot be made while names are not resolved; those that are open live on", () => {
    const outcomes = (fromMs: number) => {
      const sim = new Sim(compile(calls(rest(), burst(3, 200))));
      const column = sim.conditions.column("links", "dns-failure");
      sim.run(fromMs, 1e6);
      column[0] = 1;
      sim.run(fromMs + 250, 1e6);
      column[0] = 0;
      sim.run(1000, 1e6);
      return { ok: sim.meter.totals.ok, unavailable: sim.meter.reasons[UNAVAILABLE] };
    };
    // From 140 to 390 the first of three calls finds no address; from 300 to 550 the second has a connection.
    expect(outcomes(140)).toEqual({ ok: 2, unavailable: 1 });
    expect(outcomes(300)).toEqual({ ok: 3, unavailable: 0 });
  });

  const lossAt = (startMs: number) => ({
    faults: [{ id: "f", type: "link-loss", target: { type: "link", id: "c-s" }, startMs, durationMs: 1, params: { ratio: 1 } }],
  });
  const arrivals = (topology: Parameters<typeof hopsOf>[0]) => {
    const session = sessionOf(topology);
    const seen: number[] = [];
    for (let ms = 0.5, before = 0; ms < 1000; ms++) {
      const now = at(session, ms).result().nodes.s.arrivals;
      for (; before < now; before++) seen.push(Math.floor(ms));
    }
    return seen;
  };

  it("of HTTP/2 hold up what was sent behind a lost message; each of HTTP/1.1 holds up its own call alone", () => {
    // One call each 100 ms. That of 400 is lost and sent again at 600; those of 500 and 600 are ahead of it, or wait for it.
    const on = (protocol: Config) =>
      build({ nodes: { c: burst(8, 100), s: server }, links: [["c", "s", over(protocol)]], ...lossAt(399.5), durationMs: 1000 });
    expect(arrivals(on({ type: "tcp" }))).toEqual([110, 210, 310, 510, 610, 610, 710, 810]);
    expect(arrivals(on(grpc()))).toEqual([150, 210, 310, 610, 610, 610, 710, 810]);
    expect(arrivals(on(rest()))).toEqual([150, 210, 310, 550, 610, 610, 710, 810]);
  });

  it("carry messages that nobody waits for, without losing their order or their room", () => {
    const topology = build({
      nodes: { c: burst(3, 100), q: ["queue", { confirms: false, publishMs: 0 }], w: steadyServer(5) },
      links: [
        ["c", "q", over({ type: "amqp" })],
        ["q", "w"],
      ],
      durationMs: 1000,
    });
    const { nodes, links } = run(topology);
    expect(nodes.w.ok).toBe(3);
    expect(links["c-q"]).toMatchObject({ ok: 3, connections: { opened: 1, open: 1, waiting: 0 } });
  });
});
