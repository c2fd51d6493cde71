import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Histogram } from "./histogram";

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(Float64Array.of(value));
  return histogram;
}

const latencies = fc.array(fc.double({ min: 0.001, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 300 });

describe("histogram", () => {
  it("a quantile lies within 0.4 % of the sample of that rank", () => {
    fc.assert(
      fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, ratio) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(ratio * values.length) - 1)];
        return Math.abs(filled(values).quantile(ratio) / exact - 1) <= 0.004;
      }),
      { seed: 7 },
    );
  });

  it("mean, greatest and count are exact", () => {
    const histogram = filled([1, 2, 4.5]);
    expect(histogram.mean()).toBe(2.5);
    expect(histogram.max()).toBe(4.5);
    expect(histogram.count).toBe(3);
  });

  it("merging two is the same as recording into one; a cleared one is as new", () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        const merged = filled(a);
        merged.merge(filled(b));
        const whole = filled([...a, ...b]);
        for (const ratio of [0, 0.5, 0.99, 1]) expect(merged.quantile(ratio)).toBe(whole.quantile(ratio));
        expect(merged.count).toBe(whole.count);
        merged.clear();
        expect(merged.count).toBe(0);
        expect(merged.quantile(0.5)).toBeNaN();
        merged.record(Float64Array.of(3));
        expect(merged.quantile(0.5)).toBe(3);
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});
