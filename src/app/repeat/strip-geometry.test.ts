import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lanesFor, place, stripRange, ticksIn } from "./strip-geometry";

/** From a microsecond to hours [ms]. */
const figures = fc.array(
  fc.integer({ min: 0, max: 1e10 }).map((micros) => micros / 1000),
  { minLength: 1, maxLength: 40 },
);

describe("a strip of dots", () => {
  it("holds every value, and stands what does not differ in the middle", () => {
    fc.assert(
      fc.property(figures, (values) => {
        const range = stripRange(values);
        for (const value of values) {
          expect(place(range, value)).toBeGreaterThanOrEqual(0);
          expect(place(range, value)).toBeLessThanOrEqual(100);
        }
      }),
    );
    expect(place(stripRange([0, 0]), 0)).toBe(50);
    expect(place(stripRange([12]), 12)).toBe(50);
  });

  it("covers no dot with another while lanes are left", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 5 }), (places) => {
        const lanes = lanesFor(places, 2, 5);
        places.forEach((at, i) => {
          for (let k = 0; k < i; k++) {
            if (lanes[k] === lanes[i]) expect(Math.abs(at - (places[k] ?? 0))).toBeGreaterThanOrEqual(2);
          }
        });
      }),
    );
    expect(lanesFor([10, 10, 10, 50], 2, 3)).toEqual([0, -1, 1, 0]);
  });

  it("has round ticks, inside it", () => {
    expect(ticksIn({ from: 12.3, to: 47 })).toEqual([20, 30, 40]);
    expect(ticksIn({ from: 0.98, to: 1.61 })).toEqual([1, 1.2, 1.4, 1.6].map((value) => expect.closeTo(value, 9)));
    fc.assert(
      fc.property(figures, (values) => {
        const range = stripRange(values);
        const ticks = ticksIn(range);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThanOrEqual(5);
        for (const tick of ticks) expect(place(range, tick)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });
});
