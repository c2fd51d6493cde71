import { describe, expect, it } from "vitest";
import { build, run } from "../../testing/build";
import { exponential, traffic, worker } from "../../testing/stage";
import { burst, constant, even, steadyServer } from "../../testing/timeline";

type Config = Record<string, unknown>;
const operations = [{ name: "r", requestBytes: 1000, responseBytes: 2000 }];
const two = (protocol: Config, link: Config = {}) =>
  run(
    build({
      nodes: { c: burst(2, 500, 0, operations), s: steadyServer(5) },
      links: [["c", "s", { protocol, latency: constant(0), ...link }]],
      durationMs: 2000,
    }),
  );

describe("sizes and encoding", () => {
  // 8 Mbit/s are 1000 bytes per ms, and there is no latency: setting up takes no time.
  const line = { bandwidthMbitPerSecond: 8 };

  it.each([
    ["plain TCP", { type: "tcp" }, 1 + 5 + 2],
    ["HTTP/1.1", { type: "http1", headerBytes: 700, codingMsPerKb: 0 }, 1.7 + 5 + 2.7],
    ["HTTP/2", { type: "http2", headerBytes: 100, bodyRatio: 0.5, codingMsPerKb: 0 }, 0.6 + 5 + 1.1],
    ["AMQP", { type: "amqp", headerBytes: 80 }, 1.08 + 5 + 2.08],
    ["Kafka", { type: "kafka", headerBytes: 70 }, 1.07 + 5 + 2.07],
  ])("%s: headers and bodies leave byte by byte", (_, protocol, expectedMs) => {
    expect(two(protocol, line).latencyMs.max).toBeCloseTo(expectedMs, 9);
  });

  it("both ends write and read both bodies; the callee does so in its slot", () => {
    // 0.1 ms per kB: the request is written in 0.1 and read in 0.1, the answer written in 0.2 and read in 0.2.
    const { latencyMs, nodes } = two({ type: "http1", codingMsPerKb: 0.1 });
    expect(latencyMs.max).toBeCloseTo(5 + 0.6, 9);
    expect(nodes.s.latencyMs.max).toBeCloseTo(5 + 0.3, 9);
    expect(nodes.s.utilisationRatio * 2000).toBeCloseTo(2 * 5.3, 9);
  });
});

describe("gRPC without a balancer that knows HTTP/2", () => {
  const pinned = (picks: string, faults: Config[] = []) =>
    run(
      build({
        nodes: { c: even(200), s: steadyServer(8, { replicas: 4, queueLimit: 0 }) },
        links: [["c", "s", { protocol: { type: "http2", picks, tls: false, codingMsPerKb: 0 } }]],
        faults,
        durationMs: 10_000,
      }),
    ).requests;

  it("stays with one replica, however many there are: the others idle", () => {
    // A request every 5 ms, of 8 ms each: of two the second finds the one replica at work.
    expect(pinned("first").failuresByReason).toEqual({ rejected: 1000 });
    expect(pinned("each").failed).toBeLessThan(700);
  });

  it("goes to another when its own is gone, and stays there", () => {
    const stop = {
      id: "g",
      type: "graceful-stop",
      target: { type: "node", id: "s" },
      startMs: 2001,
      durationMs: 8000,
      params: { order: "rolling", bootMs: 100 },
    };
    const { failuresByReason } = pinned("first", [stop]);
    expect(failuresByReason).toEqual({ rejected: failuresByReason.rejected });
    expect(Math.abs((failuresByReason.rejected ?? 0) - 1000)).toBeLessThan(10);
  });
});

describe("switching the protocol", () => {
  const through = (protocol: Config) =>
    run(
      build({
        nodes: { c: traffic(50), s: worker(5, { slots: 1000 }) },
        links: [["c", "s", { protocol, latency: exponential(3) }]],
        durationMs: 20_000,
      }),
    );

  it("leaves arrivals, work and the latency of each message as they were", () => {
    const plain = through({ type: "tcp" });
    const rest = through({ type: "http1", codingMsPerKb: 0, idleTimeoutMs: 0 });
    expect(rest.requests.issued).toBe(plain.requests.issued);
    // Nobody waits for a slot: what is left is the time of setting connections up, and nearly no call pays for that.
    const { waitMs, opened } = rest.links["c-s"].connections ?? { waitMs: { count: 0 }, opened: 0 };
    expect(waitMs.count).toBeGreaterThan(0);
    expect(waitMs.count).toBeLessThan(0.05 * rest.requests.issued);
    expect(opened).toBeLessThanOrEqual(waitMs.count);
    expect(Math.abs((rest.nodes.s.latencyMs.mean ?? 0) - (plain.nodes.s.latencyMs.mean ?? 0))).toBeLessThan(0.02);
    expect(Math.abs((rest.latencyMs.p50 ?? 0) - (plain.latencyMs.p50 ?? 0))).toBeLessThan(0.2);
  });
});
