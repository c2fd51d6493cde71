import { describe, expect, it } from "vitest";
import { byTotal, byUtilisation } from "./recommendation";

/** Replicas that all measure the same. */
const seen = (measured: number, utilisation: number, more: { unready?: number; missing?: number } = {}) => {
  const { unready = 0, missing = 0 } = more;
  return { current: measured + unready + missing, measured, sum: measured * utilisation, unready, missing };
};

describe("the replicas that a utilisation calls for", () => {
  it("are ceil(replicas x metric / target)", () => {
    // The docs' own example: a metric of 200m at a target of 100m doubles, one of 50m halves.
    expect(byUtilisation(seen(3, 0.2), 0.1, 0.1)).toBe(6);
    expect(byUtilisation(seen(4, 0.05), 0.1, 0.1)).toBe(2);
    expect(byUtilisation(seen(3, 0.9), 0.5, 0.1)).toBe(6);
    expect(byUtilisation(seen(50, 0.9), 0.75, 0.1)).toBe(60);
    expect(byUtilisation(seen(3, 0), 0.5, 0.1)).toBe(0);
  });

  it("are those there are while the ratio is within the tolerance of 1, its edge included", () => {
    expect(byUtilisation(seen(10, 0.55), 0.5, 0.1)).toBe(10);
    expect(byUtilisation(seen(10, 0.45), 0.5, 0.1)).toBe(10);
    expect(byUtilisation(seen(10, 0.551), 0.5, 0.1)).toBe(12);
    expect(byUtilisation(seen(10, 0.449), 0.5, 0.1)).toBe(9);
    expect(byUtilisation(seen(10, 0.551), 0.5, 0.2)).toBe(10);
  });

  it("count replicas that are not ready as idle on the way up", () => {
    // Three ready at 90 % against 50 %, two not ready: 2.7 / 5 = 54 %, within the tolerance.
    expect(byUtilisation(seen(3, 0.9, { unready: 2 }), 0.5, 0.1)).toBe(5);
    // At 99 %: 2.97 / 5 = 59.4 %, ratio 1.188, of five.
    expect(byUtilisation(seen(3, 0.99, { unready: 2 }), 0.5, 0.1)).toBe(6);
    // With three not ready the ratio would turn round: 2.97 / 6 = 49.5 %.
    expect(byUtilisation(seen(3, 0.99, { unready: 3 }), 0.5, 0)).toBe(6);
  });

  it("leave replicas that are not ready out on the way down", () => {
    expect(byUtilisation(seen(4, 0.2, { unready: 2 }), 0.5, 0.1)).toBe(2);
  });

  it("count dead replicas as idle on the way up, and as full on the way down", () => {
    // 2 at 90 % and 2 dead: 1.8 / 4 = 45 % would be the way down from a ratio of 1.8.
    expect(byUtilisation(seen(2, 0.9, { missing: 2 }), 0.5, 0)).toBe(4);
    // 3 at 99 % and 1 dead: 2.97 / 4, ratio 1.485 of 4.
    expect(byUtilisation(seen(3, 0.99, { missing: 1 }), 0.5, 0.1)).toBe(6);
    // 8 at 10 % and 1 dead: 1.8 / 9 = 20 %, ratio 0.4 of 9.
    expect(byUtilisation(seen(8, 0.1, { missing: 1 }), 0.5, 0.1)).toBe(4);
    // 3 at 40 % and 1 dead: 2.2 / 4 = 55 %: no change of direction.
    expect(byUtilisation(seen(3, 0.4, { missing: 1 }), 0.5, 0)).toBe(4);
  });

  it("are those there are where nobody has a metric", () => {
    expect(byUtilisation(seen(0, 0, { unready: 3 }), 0.5, 0.1)).toBe(3);
    expect(byUtilisation(seen(0, 0, { missing: 2 }), 0.5, 0.1)).toBe(2);
  });
});

describe("the replicas that a total calls for", () => {
  it("are ceil(total / target), outside the tolerance", () => {
    expect(byTotal(3, 50, 5, 0.1)).toBe(10);
    expect(byTotal(3, 51, 5, 0.1)).toBe(11);
    expect(byTotal(10, 55, 5, 0.1)).toBe(10);
    expect(byTotal(10, 56, 5, 0.1)).toBe(12);
    expect(byTotal(4, 0, 5, 0.1)).toBe(0);
  });

  it("are no replica more for the last bit of a double", () => {
    expect(byTotal(1, 0.1 + 0.2, 0.1, 0.1)).toBe(3);
  });
});
