import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topologyArbitrary } from "../testing/arbitraries";
import { sampleDocument } from "../testing/sample";
import { boxesById, contains, NODE_SIZE } from "./edit/geometry";
import { autoLayout } from "./layout";
import { topologySchema } from "./schema";

describe("automatic layout", () => {
  it("puts callers left of what they call", () => {
    const { nodes } = autoLayout(topologySchema.parse(sampleDocument()));
    const [users, shop, store] = nodes.map(({ position }) => position.x);
    expect(users).toBeLessThan(Number(shop));
    expect(shop).toBeLessThan(Number(store));
  });

  it("never lays one node over another, and draws borders around what they hold", () => {
    fc.assert(
      fc.property(topologyArbitrary, (topology) => {
        const laid = autoLayout(topology);
        const boxes = boxesById(laid);
        for (const [i, a] of laid.nodes.entries()) {
          for (const b of laid.nodes.slice(i + 1)) {
            const apart =
              Math.abs(a.position.x - b.position.x) >= NODE_SIZE.width || Math.abs(a.position.y - b.position.y) >= NODE_SIZE.height;
            expect(apart, `${a.id} and ${b.id}`).toBe(true);
          }
          const zone = a.boundary === undefined ? undefined : boxes.get(a.boundary);
          if (zone !== undefined) expect(contains(zone, a.position)).toBe(true);
        }
        expect(autoLayout(topology)).toEqual(laid);
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
