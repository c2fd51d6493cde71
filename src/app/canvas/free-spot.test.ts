import { describe, expect, it } from "vitest";
import { NODE_SIZE } from "../../topology/edit/geometry";
import { freeSpot } from "./free-spot";

const view = { x: 0, y: 0, width: 1000, height: 700 };

describe("a free spot", () => {
  it("is the middle of an empty view", () => {
    expect(freeSpot(view, NODE_SIZE, [])).toEqual({ x: 500 - NODE_SIZE.width / 2, y: 350 - NODE_SIZE.height / 2 });
  });

  it("keeps clear of what is there and stays in view, to the right first", () => {
    const taken = [{ ...freeSpot(view, NODE_SIZE, []), ...NODE_SIZE }];
    for (let i = 0; i < 5; i++) {
      const at = freeSpot(view, NODE_SIZE, taken);
      if (i === 0) expect(at.x).toBeGreaterThan(500);
      expect(at.x).toBeGreaterThanOrEqual(0);
      expect(at.x + NODE_SIZE.width).toBeLessThanOrEqual(1000);
      for (const box of taken) {
        const apart = Math.abs(box.x - at.x) >= NODE_SIZE.width || Math.abs(box.y - at.y) >= NODE_SIZE.height;
        expect(apart).toBe(true);
      }
      taken.push({ ...at, ...NODE_SIZE });
    }
  });
});
