import { describe, expect, it } from "vitest";
import { noise, spansOf } from "../../testing/spans";
import { batchEstimate, batchesOf, doubled, independentIn, lag1Of, quotient } from "./batches";
import type { Span } from "./history";

const sum = ({ latency }: Span) => latency.sum;
const count = ({ latency }: Span) => latency.count;

describe("batches", () => {
  it.each([
    [150, 30],
    [108, 27],
    [60, 30],
    [23, 23],
    [20, 20],
  ])("of %i windows are %i, all windows in one of them", (windows, batches) => {
    const spans = spansOf(Array.from({ length: windows }, () => [1]));
    const found = batchesOf(spans);
    expect(found).toHaveLength(batches);
    expect(found.flat()).toEqual(spans);
    expect(doubled(found)).toHaveLength(Math.floor(batches / 2));
    expect(doubled(found).flat()).toEqual(spans);
  });

  it("are between 20 and 30 and differ by one window at most, whatever the number of windows", () => {
    for (let windows = 20; windows <= 300; windows++) {
      const sizes = batchesOf(spansOf(Array.from({ length: windows }, () => [1]))).map(({ length }) => length);
      expect(sizes.length).toBeGreaterThanOrEqual(20);
      expect(sizes.length).toBeLessThanOrEqual(30);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it("of too few windows are none", () => {
    expect(batchesOf(spansOf(Array.from({ length: 19 }, () => [1])))).toEqual([]);
  });
});

describe("a quotient over batches", () => {
  const batches = spansOf([[2, 2], [8], [1, 1, 1]]).map((span) => [span]);

  it("weighs requests alike, worked by hand", () => {
    const found = quotient(batches, sum, count);
    // 15 ms over 6 requests; residuals 4 - 5, 8 - 2.5, 3 - 7.5; variance 51.5 / 6 / 2^2.
    expect(found?.value).toBe(2.5);
    expect(found?.variance).toBeCloseTo(51.5 / 6 / 4, 12);
    expect(found?.lag1).toBeCloseTo((-5.5 - 24.75) / 51.5, 12);
    // n / ((n-1)(n-2)) = 1.5 times the sum of cubes -1 + 166.375 - 91.125, over (51.5 / 2)^1.5.
    expect(found?.skewness).toBeCloseTo((1.5 * 74.25) / 25.75 ** 1.5, 12);
  });

  it("has an interval that leans to where the batches are skewed", () => {
    const calm = Array.from({ length: 20 }, (_, i) => [10 + (i % 2)]);
    const even = batchEstimate(
      quotient(
        spansOf(calm).map((span) => [span]),
        sum,
        count,
      ),
    );
    expect((even?.high as number) - (even?.mean as number)).toBeCloseTo((even?.mean as number) - (even?.low as number), 9);
    const busy = calm.map((latencies, i) => (i === 7 ? [40] : latencies));
    const skewed = batchEstimate(
      quotient(
        spansOf(busy).map((span) => [span]),
        sum,
        count,
      ),
    );
    expect((skewed?.high as number) - (skewed?.mean as number)).toBeGreaterThan(1.5 * ((skewed?.mean as number) - (skewed?.low as number)));
  });

  it("is nothing where there is nothing to divide by", () => {
    expect(
      quotient(
        spansOf([[], [], []]).map((span) => [span]),
        sum,
        count,
      ),
    ).toBeNull();
    expect(quotient([], sum, count)).toBeNull();
  });
});

describe("independent requests", () => {
  it("are at most as many as there are, and mostly not far fewer, when requests are independent", () => {
    const random = noise(9);
    const below = Array.from({ length: 100 }, () => {
      const spans = spansOf(Array.from({ length: 25 }, () => Array.from({ length: 40 }, () => (random() < 0.9 ? 1 : 9))));
      const share = quotient(
        spans.map((span) => [span]),
        ({ ok, latency }) => latency.sum / 8 - ok / 8,
        count,
      );
      return independentIn(share as NonNullable<typeof share>);
    });
    // 1000 requests: a 95 % lower bound exceeds that in about 5 of 100 runs; more than 13 is a matter of one in a thousand.
    expect(below.filter((n) => n > 1000).length).toBeLessThanOrEqual(13);
    expect(below.filter((n) => n > 300).length).toBeGreaterThan(90);
  });
});

describe("lag-1 correlation", () => {
  it("is that of neighbours", () => {
    expect(lag1Of([1, -1, 1, -1])).toBe(-0.75);
    expect(lag1Of([1, 1, -1, -1])).toBe(0.25);
    expect(lag1Of([0, 0])).toBe(0);
  });
});
