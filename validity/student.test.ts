import { describe, expect, it } from "vitest";
import { studentQuantile } from "./student";

describe("Student's t", () => {
  it.each([
    [0.975, 1, 12.7062],
    [0.975, 9, 2.26216],
    [0.995, 31, 2.744042],
    [0.9995, 10, 4.586894],
    [0.9995, 29, 3.659405],
    [0.975, 1e6, 1.959966],
  ])("the %s quantile with %s degrees of freedom is %s, as printed tables have it", (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 4);
  });
});
