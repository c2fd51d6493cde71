import { describe, expect, it } from "vitest";
import { replicationEstimate } from "./estimate";
import { studentT95, twoSidedTail } from "./student-t";

describe("Student's t at 95 %", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, upper critical values at 0.975.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [19, 2.093],
    [29, 2.045],
    [30, 2.042],
    [100, 1.984],
    [100_000, 1.96],
  ])("with %i degrees of freedom is %d", (degrees, expected) => {
    expect(Math.abs(studentT95(degrees) - expected)).toBeLessThan(0.0005);
  });

  it("has tails that fit the tables at other levels too", () => {
    expect(twoSidedTail(0, 5)).toBe(1);
    expect(twoSidedTail(2.576, 1_000_000)).toBeCloseTo(0.01, 4);
    expect(twoSidedTail(4.032, 5)).toBeCloseTo(0.01, 4);
    expect(twoSidedTail(1, 1)).toBeCloseTo(0.5, 9);
  });
});

describe("the interval of replications", () => {
  it("is the textbook's", () => {
    // The data of Law, Simulation Modeling and Analysis (5th ed.), example 4.26: mean 1.34, s^2 = 0.17.
    const found = replicationEstimate([1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09]);
    expect(found?.mean).toBeCloseTo(1.343, 9);
    // t(9) = 2.262 at 95 %.
    expect((found?.high as number) - (found?.mean as number)).toBeCloseTo(2.262 * Math.sqrt(0.1675 / 10), 2);
    expect(found).toMatchObject({ method: "replications", samples: 10, lag1: null });
  });

  it("needs two, and has no ratio around 0", () => {
    expect(replicationEstimate([1])).toBeNull();
    expect(replicationEstimate([-1, 1])?.halfWidthRatio).toBeNull();
  });
});
