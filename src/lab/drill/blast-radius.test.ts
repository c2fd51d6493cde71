import { describe, expect, it } from "vitest";
import { BlastRadius, FELT_METRICS } from "./blast-radius";
import type { FeltMetric } from "./report";

/** Windows of a second: those of the steady state, then those after it. */
function felt(metric: FeltMetric, steady: readonly number[], since: readonly number[], failed = 10) {
  const radius = new BlastRadius(2);
  const at = FELT_METRICS.indexOf(metric);
  for (const value of steady) radius.usual(1, at, value);
  since.forEach((value, i) => {
    radius.since(1, at, value, failed, 1000 * i, 1000 * (i + 1));
  });
  expect(radius.felt(0)).toEqual([]);
  return radius.felt(1);
}

describe("what counts as felt", () => {
  const steady = [40, 50, 60];

  it("a figure beyond its usual range by more than the width of that range, three windows in a row", () => {
    expect(felt("latency", steady, [50, 81, 90, 85, 50])).toEqual([
      { metric: "latency", usual: [40, 60], worst: 90, fromMs: 1000, untilMs: 4000 },
    ]);
    expect(felt("latency", steady, [80, 80, 80, 80])).toEqual([]);
    expect(felt("latency", steady, [81, 90, 50, 81, 90])).toEqual([]);
    expect(felt("latency", steady, [81, 90, Number.NaN, 81, 90])).toEqual([]);
  });

  it("from the first such row to the last, at its worst", () => {
    const rows = [81, 81, 81, 50, 300, 300, 50, 81, 99, 81, 50];
    expect(felt("latency", steady, rows)[0]).toMatchObject({ worst: 99, fromMs: 0, untilMs: 10_000 });
  });

  it("traffic that stays away, but not latency that falls", () => {
    expect(felt("traffic", steady, [0, 0, 0])[0]).toMatchObject({ worst: 0 });
    expect(felt("latency", [400, 500], [1, 1, 1])).toEqual([]);
  });

  it("no less than a floor, and no errors of a few requests", () => {
    expect(felt("errors", [0, 0], [0.009, 0.009, 0.009])).toEqual([]);
    expect(felt("errors", [0, 0], [0.02, 0.02, 0.02], 1)).toEqual([]);
    expect(felt("errors", [0, 0], [0.02, 0.03, 0.02], 2)[0]).toMatchObject({ usual: [0, 0], worst: 0.03 });
    expect(felt("load", [0.5, 0.5], [0.6, 0.6, 0.6])).toEqual([]);
  });

  it("nothing where nothing was usual", () => {
    expect(felt("latency", [], [9, 9, 9])).toEqual([]);
    expect(felt("latency", [Number.NaN], [9, 9, 9])).toEqual([]);
  });
});
