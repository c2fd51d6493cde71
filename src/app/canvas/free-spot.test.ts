import { describe, expect, it } from "vitest";
import { NODE_SIZE } from "../../topology/edit/geometry";
import { freeSpot } from "./free-spot";

const view = { x: 0, y: 0, width: 1000, height: 700 };

describe("a free spot", () => {
  it("is on the left of an empty view, so that the diagram can grow to the right", () => {
    const { x, y } = freeSpot(view, NODE_SIZE, []);
    expect(x).toBeLessThan(200);
    expect(y).toBe(350 - NODE_SIZE.height / 2);
  });

  it("is to the right of the last thing, then wherever there is room in view", () => {
    const taken = [{ ...freeSpot(view, NODE_SIZE, []), ...NODE_SIZE }];
    for (let i = 0; i < 8; i++) {
      const at = freeSpot(view, NODE_SIZE, taken);
      const last = taken.at(-1);
      if (i < 2) expect(at).toEqual({ x: (last?.x ?? 0) + NODE_SIZE.width + 64, y: last?.y });
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
