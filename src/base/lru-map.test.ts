import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LruMap } from "./lru-map";

/** The same promises on a Map, whose order of insertion is the order of use. */
class Oracle {
  private readonly entries = new Map<number, number>();
  constructor(private readonly capacity: number) {}

  touch(key: number, nowMs: number): boolean {
    const expires = this.entries.get(key);
    if (expires === undefined || expires <= nowMs) return false;
    this.entries.delete(key);
    this.entries.set(key, expires);
    return true;
  }

  /** Whether the key was not there. */
  store(key: number, expiresMs: number): boolean {
    const isNew = !this.entries.has(key);
    if (isNew && this.entries.size === this.capacity) this.entries.delete(this.entries.keys().next().value as number);
    this.entries.delete(key);
    this.entries.set(key, expiresMs);
    return isNew;
  }
}

const step = fc.record({
  action: fc.constantFrom("touch", "store"),
  key: fc.integer({ min: 0, max: 40 }),
  ttlMs: fc.integer({ min: 1, max: 60 }),
});

describe("LRU map", () => {
  it("keeps and forgets exactly what a Map in order of use does", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17 }), fc.array(step, { maxLength: 400 }), (capacity, steps) => {
        const map = new LruMap(capacity);
        const oracle = new Oracle(capacity);
        steps.forEach(({ action, key, ttlMs }, now) => {
          // Spread keys collide in the hash table as well as lying side by side.
          const spread = key * 0x10001;
          if (action === "touch") {
            expect(map.touch(spread, now)).toBe(oracle.touch(spread, now));
          } else {
            map.store(spread, now + ttlMs);
            expect(map.isNew).toBe(oracle.store(spread, now + ttlMs));
          }
        });
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
