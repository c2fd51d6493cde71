import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integrate, intensityOf, invert, isConstant } from "./intensity";
import { rateProfileSchema } from "./registry";

const rate = fc.integer({ min: 0, max: 500 });
const ms = fc.integer({ min: 0, max: 20_000 });
const profile = fc
  .oneof(
    fc.record({ type: fc.constant("steady"), ratePerSecond: rate }),
    fc.record({ type: fc.constant("ramp"), fromPerSecond: rate, toPerSecond: rate, startMs: ms, rampMs: ms }),
    fc.record({ type: fc.constant("spike"), basePerSecond: rate, peakPerSecond: rate, startMs: ms, lastsMs: ms }),
    fc.record({
      type: fc.constant("steps"),
      steps: fc.array(fc.record({ atMs: ms, ratePerSecond: rate }), { minLength: 1, maxLength: 6 }),
    }),
    fc.record({
      type: fc.constant("sine"),
      meanPerSecond: rate,
      swingRatio: fc.double({ min: 0, max: 1, noNaN: true }),
      periodMs: fc.integer({ min: 1000, max: 30_000 }),
    }),
  )
  .map((raw) => intensityOf(rateProfileSchema.parse(raw)));

describe("intensity", () => {
  it("the time found for an amount is the time by which the integral reaches it", () => {
    fc.assert(
      fc.property(profile, ms, fc.double({ min: 0.001, max: 50, noNaN: true }), (intensity, fromMs, amount) => {
        const at = invert(intensity, fromMs, amount);
        if (at === Number.POSITIVE_INFINITY) {
          expect(integrate(intensity, fromMs, fromMs + 1_000_000)).toBeLessThan(amount + 1e-6);
          return;
        }
        expect(at).toBeGreaterThanOrEqual(fromMs);
        expect(integrate(intensity, fromMs, at)).toBeCloseTo(amount, 6);
      }),
      { numRuns: 500, seed: 11 },
    );
  });

  it("integrals over neighbouring spans add up", () => {
    fc.assert(
      fc.property(profile, ms, ms, ms, (intensity, from, a, b) => {
        const whole = integrate(intensity, from, from + a + b);
        expect(integrate(intensity, from, from + a) + integrate(intensity, from + a, from + a + b)).toBeCloseTo(whole, 6);
      }),
      { seed: 11 },
    );
  });

  it("a rate of 0 for good never comes to the next arrival", () => {
    expect(invert(intensityOf(rateProfileSchema.parse({ type: "steady", ratePerSecond: 0 })), 0, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(invert(intensityOf(rateProfileSchema.parse({ type: "sine", meanPerSecond: 0 })), 0, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    [{ type: "steady" }, 60_000, true],
    [{ type: "ramp", fromPerSecond: 5, toPerSecond: 9, startMs: 1000 }, 1000, true],
    [{ type: "ramp", fromPerSecond: 5, toPerSecond: 9, startMs: 1000 }, 1001, false],
    [{ type: "ramp", fromPerSecond: 5, toPerSecond: 5 }, 60_000, true],
    [{ type: "spike", startMs: 20_000 }, 20_000, true],
    [{ type: "spike", startMs: 20_000 }, 20_001, false],
    [{ type: "spike", basePerSecond: 7, peakPerSecond: 7 }, 60_000, true],
    [
      {
        type: "steps",
        steps: [
          { atMs: 0, ratePerSecond: 4 },
          { atMs: 9000, ratePerSecond: 5 },
        ],
      },
      9000,
      true,
    ],
    [
      {
        type: "steps",
        steps: [
          { atMs: 0, ratePerSecond: 4 },
          { atMs: 9000, ratePerSecond: 5 },
        ],
      },
      9001,
      false,
    ],
    [{ type: "sine" }, 60_000, false],
    [{ type: "sine", swingRatio: 0 }, 60_000, true],
  ])("%o is constant for %i ms: %s", (profile, untilMs, expected) => {
    expect(isConstant(intensityOf(rateProfileSchema.parse(profile)), untilMs)).toBe(expected);
  });
});
