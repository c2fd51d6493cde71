import fc from "fast-check";
import { expect, it } from "vitest";
import { KeyTable } from "./key-table";

it("knows the same keys as a Map, through growth and removal, each at a place of its own", () => {
  const step = fc.record({ action: fc.constantFrom("add", "add", "remove", "clear?"), key: fc.integer({ min: 0, max: 60 }) });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), fc.array(step, { maxLength: 300 }), (capacity, steps) => {
      const table = new KeyTable(capacity);
      const places = new Map<number, number>();
      for (const { action, key } of steps) {
        // Near keys, far keys, negative keys: all of which collide.
        const spread = Math.imul(key, 0x5000001);
        const known = places.get(spread);
        expect(table.find(spread)).toBe(known ?? -1);
        if (action === "add" && known === undefined) {
          const place = table.add(spread);
          expect([...places.values()]).not.toContain(place);
          expect(place).toBeLessThan(places.size + 61);
          places.set(spread, place);
        } else if (action === "remove" && known !== undefined) {
          table.remove(known);
          places.delete(spread);
        } else if (action === "clear?" && key === 0) {
          table.clear();
          places.clear();
        }
        expect(table.size).toBe(places.size);
        for (const [each, place] of places) {
          expect(table.find(each)).toBe(place);
          expect(table.keyAt(place)).toBe(each);
        }
      }
    }),
    { numRuns: 200, seed: 7 },
  );
});
