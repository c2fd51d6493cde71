import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cell } from "./cell";
import { bucketStart, countUpTo, Histogram } from "./histogram";

function filled(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(new Cell(value));
  return histogram;
}

const latencies = fc.array(fc.double({ min: 0.001, max: 1e8, noNaN: true }), { minLength: 1, maxLength: 300 });

/** In equal steps: most of fast-check's doubles are as good as 0. */
const ratios = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

describe("histogram", () => {
  it("a quantile lies within 0.4 % of the sample of that rank", () => {
    fc.assert(
      fc.property(latencies, ratios, (values, ratio) => {
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
        merged.record(new Cell(3));
        expect(merged.quantile(0.5)).toBe(3);
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  it("parts put together are the whole, and count what lies up to a bucket", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(latencies, fc.boolean()), { minLength: 1, maxLength: 5 }), (chunks) => {
        const values = chunks.flatMap(([chunk]) => chunk);
        const parts = chunks.map(([chunk]) => filled(chunk).part());
        const together = new Histogram();
        for (const part of parts) together.add(part);
        const whole = filled(values);
        for (const ratio of [0, 0.1, 0.5, 0.99, 1]) expect(together.quantile(ratio)).toBe(whole.quantile(ratio));
        expect(together.count).toBe(whole.count);
        expect(together.max()).toBe(whole.max());
        const bucket = whole.bucketAt(0.5);
        const below = parts.reduce((sum, part) => sum + countUpTo(part, bucket), 0);
        expect(below).toBe(values.filter((value) => value < bucketStart(bucket + 1)).length);
        expect(whole.quantile(0.5)).toBeGreaterThanOrEqual(Math.min(bucketStart(bucket), whole.max()));
      }),
      { seed: 7 },
    );
  });

  it("a part stays what it was when the histogram goes on", () => {
    const histogram = filled([1, 2]);
    const part = histogram.part();
    histogram.clear();
    histogram.record(new Cell(7));
    expect(part).toMatchObject({ count: 2, sum: 3, max: 2 });
    expect(new Histogram().part().count).toBe(0);
  });

  it("keeps counts of any size in a part", () => {
    const histogram = new Histogram();
    const value = new Cell(3);
    for (let i = 0; i < 70_000; i++) histogram.record(value);
    value.value = 4;
    histogram.record(value);
    const part = histogram.part();
    expect([part.counts[0], part.counts[part.counts.length - 1], countUpTo(part, Number.POSITIVE_INFINITY)]).toEqual([70_000, 1, 70_001]);
    const again = new Histogram();
    again.add(part);
    expect(again.part()).toEqual(part);
  });

  it("a quantile is the middle of its bucket: neither of its bounds", () => {
    fc.assert(
      fc.property(latencies, ratios, (values, ratio) => {
        const histogram = filled(values);
        const quantile = histogram.quantile(ratio);
        const bucket = histogram.bucketAt(ratio);
        const middle = bucket === 0 ? 0 : (bucketStart(bucket) + bucketStart(bucket + 1)) / 2;
        expect(quantile).toBe(Math.min(middle, histogram.max()));
      }),
      { seed: 7 },
    );
  });
});
