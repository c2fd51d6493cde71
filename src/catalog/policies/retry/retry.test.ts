import { describe, expect, it } from "vitest";
import { build, run, sessionOf } from "../../../testing/build";
import { at, burst, hopsOf, steadyServer } from "../../../testing/timeline";

type Config = Record<string, unknown>;
const errors = { id: "e", type: "errors", target: { type: "node", id: "s" }, startMs: 0, params: { ratio: 1 } };
const crash = { id: "c", type: "crash", target: { type: "node", id: "s" }, startMs: 0 };

const failing = (retry: Config, fault: Config = errors, more: Config = {}, requests = 1) =>
  build({
    nodes: { c: burst(requests, 10_000), s: steadyServer(0, { slots: 100 }) },
    links: [["c", "s", {}, { retry, ...more }]],
    faults: [fault],
    durationMs: 10_000 * (requests + 1),
  });
/** When each attempt left, from the first one on [ms]. */
const attempts = (topology: ReturnType<typeof build>) =>
  hopsOf(topology)
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => departMs - 10_000);

/** The pauses of 300 requests, by attempt. */
function pauses(retry: Config): number[][] {
  const departures = hopsOf(failing({ maxAttempts: 4, baseMs: 100, factor: 2, capMs: 350, ...retry }, errors, {}, 300))
    .filter(({ code }) => code === "request")
    .map(({ departMs }) => departMs)
    .sort((a, b) => a - b);
  expect(departures.length).toBe(1200);
  const rows = Array.from({ length: 300 }, (_, i) => departures.slice(4 * i, 4 * i + 4));
  return rows.map((row) => row.slice(1).map((departMs, i) => departMs - row[i]));
}
const column = (rows: number[][], i: number) => rows.map((row) => row[i]);
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;

/** All lie in the range, and their mean is what an even spread over it gives, to 99.9 %. */
function spreadEvenly(values: number[], low: number, high: number) {
  for (const value of values) {
    expect(value).toBeGreaterThanOrEqual(low - 1e-6);
    expect(value).toBeLessThanOrEqual(high + 1e-6);
  }
  const margin = (3.29 * (high - low)) / Math.sqrt(12 * values.length);
  expect(Math.abs(mean(values) - (low + high) / 2)).toBeLessThan(margin);
}

describe("retry", () => {
  it("pauses grow by the factor up to the cap; attempts include the first", () => {
    const topology = failing({ maxAttempts: 5, baseMs: 100, factor: 2, capMs: 300, jitter: "none" });
    expect(attempts(topology)).toEqual([0, 100, 300, 600, 900]);
    const { requests, links } = run(topology);
    expect(requests.failuresByReason).toEqual({ error: 1 });
    expect(links["c-s"]).toMatchObject({ calls: 1, retries: 4, failed: 1 });
    expect(attempts(failing({ maxAttempts: 1, jitter: "none" }))).toEqual([0]);
  });

  it("full jitter: anywhere up to the pause", () => {
    const rows = pauses({ jitter: "full" });
    [100, 200, 350].forEach((pause, i) => {
      spreadEvenly(column(rows, i), 0, pause);
    });
  });

  it("equal jitter: half of the pause and up to as much again", () => {
    const rows = pauses({ jitter: "equal" });
    [100, 200, 350].forEach((pause, i) => {
      spreadEvenly(column(rows, i), pause / 2, pause);
    });
  });

  it("gRPC's jitter: a fifth up or down", () => {
    const rows = pauses({ jitter: "fifth" });
    [100, 200, 350].forEach((pause, i) => {
      spreadEvenly(column(rows, i), 0.8 * pause, 1.2 * pause);
    });
  });

  it("decorrelated jitter: between the base and three times the last pause, capped", () => {
    const rows = pauses({ jitter: "decorrelated" });
    spreadEvenly(column(rows, 0), 100, 300);
    for (const [first, second, third] of rows) {
      expect(second).toBeGreaterThanOrEqual(100 - 1e-6);
      expect(second).toBeLessThanOrEqual(Math.min(350, 3 * first) + 1e-6);
      expect(third).toBeLessThanOrEqual(Math.min(350, 3 * second) + 1e-6);
    }
    expect(Math.max(...column(rows, 2))).toBeCloseTo(350, 6);
  });

  it("retries only the failures it is told to", () => {
    const plain = { maxAttempts: 3, jitter: "none" };
    const lost = { id: "l", type: "pause", target: { type: "node", id: "s" }, startMs: 0 };
    const limit = { timeout: { perTryMs: 50 } };
    expect(attempts(failing({ ...plain, onError: false })).length).toBe(1);
    expect(attempts(failing({ ...plain, onTimeout: false, onRejected: false })).length).toBe(3);
    expect(attempts(failing({ ...plain, onRejected: false }, crash)).length).toBe(1);
    expect(attempts(failing({ ...plain, onError: false, onTimeout: false }, crash)).length).toBe(3);
    expect(attempts(failing({ ...plain, onTimeout: false }, lost, limit)).length).toBe(1);
    expect(attempts(failing({ ...plain, onError: false, onRejected: false }, lost, limit))).toEqual([0, 150, 400]);
  });

  it("a retry that succeeds makes the request ok, and its latency counts from the first attempt", () => {
    const { requests, latencyMs } = run(failing({ baseMs: 100, jitter: "none" }, { ...crash, durationMs: 10_050 }));
    expect(requests).toMatchObject({ ok: 1, failed: 0 });
    expect(latencyMs.max).toBe(100);
  });

  it("the overall deadline ends all attempts", () => {
    const topology = failing({ maxAttempts: 5, baseMs: 100, factor: 2, jitter: "none" }, errors, {
      timeout: { perTryMs: 50, overallMs: 250 },
    });
    expect(attempts(topology)).toEqual([0, 100]);
    const session = sessionOf(topology);
    expect(at(session, 10_249).result().requests.failed).toBe(0);
    expect(at(session, 10_250).result().requests.failuresByReason).toEqual({ timeout: 1 });
  });

  it("an attempt that timed out keeps its slot at the callee while the next is under way", () => {
    const { nodes, links } = run(
      build({
        nodes: { c: burst(1), s: steadyServer(80, { slots: 10 }) },
        links: [["c", "s", {}, { retry: { maxAttempts: 3, baseMs: 10, jitter: "none", factor: 1 }, timeout: { perTryMs: 50 } }]],
        durationMs: 1000,
      }),
    );
    // Attempts at 1, 61 and 121, each of 80 ms.
    expect(nodes.s).toMatchObject({ arrivals: 3, ok: 3 });
    expect(nodes.s.inSystem).toBeCloseTo(0.24, 12);
    expect(links["c-s"]).toMatchObject({ lateReplies: 3, retries: 2, failuresByReason: { timeout: 1 } });
  });
});
