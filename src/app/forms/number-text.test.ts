import { describe, expect, it } from "vitest";
import type { NumberRange } from "./describe-field";
import { numberText, readNumber, stepped } from "./number-text";

const slots: NumberRange = { min: 1, max: 100_000, aboveMin: false, integer: true };
const mean: NumberRange = { min: 0, max: 3_600_000, aboveMin: true, integer: false };
const ratio: NumberRange = { min: 0, max: 1, aboveMin: false, integer: false };

describe("reading a number", () => {
  it("says the range when the value lies outside", () => {
    expect(readNumber("0", "Slots per replica", slots)).toEqual({
      error: "Slots per replica must be between 1 and 100000.",
    });
    expect(readNumber("0", "Mean", mean)).toEqual({ error: "Mean must be more than 0 and at most 3600000." });
  });

  it("refuses what is not a number, and fractions of whole things", () => {
    for (const text of ["", "  ", "12 ms", "NaN", "Infinity"]) {
      expect(readNumber(text, "Mean", mean)).toEqual({ error: "Mean must be a number." });
    }
    expect(readNumber("2.5", "Slots", slots)).toEqual({ error: "Slots must be a whole number." });
  });

  it("takes a decimal comma and surrounding spaces", () => {
    expect(readNumber(" 2,5 ", "Mean", mean)).toEqual({ value: 2.5 });
  });
});

describe("arrow keys", () => {
  it("step by one for counts, ten with shift, and stop at the ends", () => {
    expect(stepped(8, 1, false, slots)).toBe(9);
    expect(stepped(8, 1, true, slots)).toBe(10);
    expect(stepped(1, -1, false, slots)).toBe(1);
    expect(stepped(100_000, 1, false, slots)).toBe(100_000);
  });

  it("step by a fitting fraction otherwise and never leave an open bound", () => {
    expect(stepped(20, 1, false, mean)).toBe(21);
    expect(stepped(0.5, 1, false, ratio)).toBe(0.55);
    expect(stepped(0.02, -1, false, mean)).toBeGreaterThan(0);
    expect(stepped(1, 1, false, ratio)).toBe(1);
    expect(stepped(0, 1, false, ratio)).toBe(0.05);
  });
});

it("prints numbers without the noise of binary fractions", () => {
  expect(numberText(0.1 + 0.2)).toBe("0.3");
  expect(numberText(100_000)).toBe("100000");
});
