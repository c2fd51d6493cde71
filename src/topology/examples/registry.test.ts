import { describe, expect, it } from "vitest";
import { firstRunExample } from "./first-run";
import { examples } from "./registry";

const loaded = await Promise.all(examples.map(async (entry) => ({ entry, topology: await entry.load() })));

describe("worked examples", () => {
  it("has the first-run document and at least eight more", () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
    expect(firstRunExample()).toEqual(loaded[0]?.topology);
  });

  it.each(loaded)(
    "$entry.id says what to try and carries the title of the gallery",
    ({ entry, topology }) => {
      expect(topology.name).toBe(entry.title);
      expect(topology.description).toMatch(/\b(Try|Kill)\b/);
      expect(topology.run.durationMs).toBeGreaterThanOrEqual(60_000);
      expect(topology.run.durationMs).toBeLessThanOrEqual(120_000);
    },
  );

  it.each(loaded)("$entry.id is laid out on the grid without overlaps", ({ topology }) => {
    for (const [i, a] of topology.nodes.entries()) {
      expect(a.position.x % 8, a.name).toBe(0);
      expect(a.position.y % 8, a.name).toBe(0);
      for (const b of topology.nodes.slice(i + 1)) {
        const apart =
          Math.abs(a.position.x - b.position.x) >= 168 + 80 ||
          Math.abs(a.position.y - b.position.y) >= 92 + 24;
        expect(apart, `${a.name} and ${b.name}`).toBe(true);
      }
    }
  });
});
