import { describe, expect, it } from "vitest";
import { WINDOW_COLUMNS, WINDOW_NODE_COLUMNS } from "../../lab/frame";
import { fakeLayout, smallTopology } from "../../testing/fake-session";
import { chartDefinitions } from "./chart-definitions";
import { faultSpans } from "./fault-spans";
import { chartSummary } from "./summary";
import { shownLength } from "./time-range";
import { type Windows, windowTimes } from "./window-columns";

const layout = fakeLayout(smallTopology());
const names = new Map([
  ["users", "Users"],
  ["shop", "Shop"],
]);

/** One window per object; columns by name, a node's as `shop.queued`, a reason's by its words; the rest is 0. */
function windows(...rows: readonly Readonly<Record<string, number>>[]): Windows {
  const data = new Float64Array(rows.length * layout.windowStride);
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries({ startMs: i * 500, endMs: (i + 1) * 500, ...row }))
      data[i * layout.windowStride + offset(name)] = value;
  });
  return { layout, windows: data, windowCount: rows.length };
}
function offset(name: string): number {
  const [first, column] = name.split(".");
  const nodes = WINDOW_COLUMNS.length;
  if (column !== undefined)
    return (
      nodes + layout.nodeIds.indexOf(first ?? "") * WINDOW_NODE_COLUMNS.length + (WINDOW_NODE_COLUMNS as readonly string[]).indexOf(column)
    );
  const reason = layout.reasons.indexOf(name);
  if (reason >= 0) return nodes + layout.nodeIds.length * WINDOW_NODE_COLUMNS.length + reason;
  return (WINDOW_COLUMNS as readonly string[]).indexOf(name);
}
const read = (id: string, from: Windows) => chartDefinitions.find((chart) => chart.id === id)?.read(from, names) ?? [];
const byLabel = (id: string, from: Windows) => Object.fromEntries(read(id, from).map(({ label, values }) => [label, values]));

describe("charts", () => {
  it("place each window at its middle", () => {
    expect(windowTimes(windows({}, {}))).toEqual([0.25, 0.75]);
  });

  it("leave a gap where no request was answered", () => {
    const from = windows({ p50Ms: 10, p95Ms: 20, p99Ms: 30 }, { p50Ms: Number.NaN, p95Ms: Number.NaN, p99Ms: Number.NaN });
    expect(byLabel("latency", from)).toEqual({ p50: [10, null], p95: [20, null], p99: [30, null] });
  });

  it("turn counts per window into rates", () => {
    expect(byLabel("throughput", windows({ ok: 100, good: 90, failed: 5 }))).toEqual({
      ok: [200],
      "ok in time": [180],
      failed: [10],
    });
  });

  it("name only the reasons that occurred", () => {
    expect(byLabel("failures", windows({}, { refused: 3 }))).toEqual({ refused: [0, 6] });
    expect(read("failures", windows({ ok: 5 }))).toEqual([]);
  });

  it("name the nodes that queue, and leave out those that never did", () => {
    expect(byLabel("queues", windows({ "shop.queued": 7 }))).toEqual({ Shop: [7] });
    expect(byLabel("utilisation", windows({ "shop.utilisationRatio": 0.5, "users.utilisationRatio": 0 }))).toEqual({ Shop: [0.5] });
  });

  it("give a node the same look however many lines there are", () => {
    const [alone] = read("queues", windows({ "shop.queued": 7 }));
    const together = read("queues", windows({ "users.queued": 1, "shop.queued": 7 }));
    expect(together.find(({ label }) => label === "Shop")?.tone).toBe(alone?.tone);
  });

  it("say their latest figures in words", () => {
    const [latency] = chartDefinitions;
    if (latency === undefined) throw new Error("no charts");
    const from = windows({ p50Ms: 10, p95Ms: 20, p99Ms: 300 }, { p50Ms: 12, p95Ms: 25, p99Ms: Number.NaN });
    expect(chartSummary(latency, windowTimes(from), read("latency", from))).toBe(
      "Latency, of ok requests, at 00:00.7: p50 12 ms, at most 12 ms; p95 25 ms, at most 25 ms; p99 no data, at most 300 ms.",
    );
    expect(chartSummary(latency, [], [])).toBe("Latency, of ok requests: nothing measured yet.");
  });

  it("shade a fault without an end until the run is over", () => {
    const crash = { type: "crash", target: { type: "node", id: "shop" } };
    const faults = [
      { id: "a", ...crash, startMs: 1000, durationMs: 500 },
      { id: "b", ...crash, startMs: 2000 },
      { id: "d", ...crash, startMs: 1200, durationMs: 400 },
      { id: "c", ...crash, startMs: 99_000 },
    ];
    expect(faultSpans(smallTopology({ faults }))).toEqual([
      { from: 1, to: 1.6 },
      { from: 2, to: 10 },
    ]);
  });

  it("show a short run whole and let a long one grow", () => {
    expect(shownLength(0, 60)).toBe(60);
    expect(shownLength(0, 3600)).toBe(120);
    expect(shownLength(121, 3600)).toBe(240);
    expect(shownLength(3000, 3600)).toBe(3600);
  });
});
