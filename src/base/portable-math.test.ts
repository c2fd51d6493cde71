import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp, log, pow, sineOfTurns } from "./portable-math";

/** Distance in units of the last place of the expected value. */
function ulps(actual: number, expected: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(expected)));
  return Math.abs(actual - expected) / 2 ** (Math.max(exponent, -1022) - 52);
}

describe("portable log and exp", () => {
  it("log lies within two units in the last place of the platform's, over all magnitudes", () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.79e308, noNaN: true }), (x) => ulps(log(x), Math.log(x)) <= 2),
      { numRuns: 20_000, seed: 1 },
    );
    for (let x = 0.5; x < 2; x += 0.0001) if (x !== 1) expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
  });

  it("exp lies within two units in the last place of the platform's", () => {
    fc.assert(
      fc.property(fc.double({ min: -708, max: 709.7, noNaN: true }), (x) => ulps(exp(x), Math.exp(x)) <= 2),
      { numRuns: 20_000, seed: 1 },
    );
  });

  it("has the usual edges", () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(0)).toBe(1);
    expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-746)).toBe(0);
    expect(exp(-745)).toBeGreaterThan(0);
    expect(pow(0, 2)).toBe(0);
    expect(pow(5, 0)).toBe(1);
    expect(pow(2, 10)).toBeCloseTo(1024, 9);
  });

  it("the sine of a turn agrees with the platform's to 1e-14", () => {
    for (let turns = -2; turns <= 2; turns += 0.001) {
      expect(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThan(1e-14);
    }
  });
});
