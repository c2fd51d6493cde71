import { describe, expect, it } from "vitest";
import { noise, spansOf } from "../../testing/spans";
import { mserCut, warmUpEnd } from "./warm-up";

describe("MSER", () => {
  it("cuts where the sum of squares of the rest over the square of its length is least, worked by hand", () => {
    // By the number of points cut: 61.6/100, 4/81, 4/64, 2.857/49, 2/36, 2/25.
    expect(mserCut([10, 2, 1, 3, 2, 2, 1, 3, 2, 2])).toBe(1);
    // The same about a large mean, where squares lose their digits.
    expect(mserCut([10, 2, 1, 3, 2, 2, 1, 3, 2, 2].map((x) => x + 1e9))).toBe(1);
  });

  it("leaves a series alone that has nothing to cut, or too few points", () => {
    expect(mserCut([2, 1, 3, 2, 2, 1, 3, 2])).toBe(0);
    expect(mserCut([100, 1, 1])).toBe(0);
    expect(mserCut([])).toBe(0);
  });
});

describe("the warm-up of a run", () => {
  const random = noise(5);
  /** Windows of `per` requests each, around the level that the window has. */
  const windows = (count: number, per: number, level: (i: number) => number) =>
    spansOf(Array.from({ length: count }, (_, i) => Array.from({ length: per }, () => level(i) * (0.5 + random()))));

  it("ends where a cold start does", () => {
    expect(warmUpEnd(windows(100, 40, (i) => (i < 12 ? 50 : 10)))).toBe(12_000);
  });

  it("ends about where a slow start has faded", () => {
    const end = warmUpEnd(windows(120, 40, (i) => 10 * (1 + 4 * Math.exp(-i / 5)))) as number;
    expect(end).toBeGreaterThan(8000);
    expect(end).toBeLessThan(40_000);
  });

  it("is nothing where a run is steady from its start, in 99 of 100 runs", () => {
    const cuts = Array.from({ length: 200 }, () => warmUpEnd(windows(100, 20, () => 10))).filter((end) => end !== 0);
    // With a chance of 1 in 100 each, more than 8 in 200 happen less than once in a thousand times.
    expect(cuts.length).toBeLessThanOrEqual(8);
  });

  it("is not found in a run that is still on its way, or that wanders as slowly as it lasts", () => {
    expect(warmUpEnd(windows(100, 40, (i) => (i < 70 ? 50 : 10)))).toBeNull();
    expect(warmUpEnd(windows(100, 40, (i) => 10 + i))).toBeNull();
    expect(warmUpEnd(windows(100, 40, (i) => 20 + 10 * Math.sin(i / 12)))).toBeNull();
  });

  it("joins windows that hold less than five requests", () => {
    // Sixty points of two windows each; the first ten of them are cold.
    expect(warmUpEnd(windows(120, 3, (i) => (i < 20 ? 90 : 10)))).toBe(20_000);
  });
});
