import { describe, expect, it } from "vitest";
import { everyExample } from "../../testing/every-example";
import { firstRunExample } from "./first-run";
import { exampleGroups } from "./registry";

const loaded = await everyExample();
const named = loaded.map(({ name, topology }) => [name, topology] as const);

describe("worked examples", () => {
  it("begins with the first-run document; every group has some", () => {
    expect(firstRunExample()).toEqual(loaded[0]?.topology);
    for (const { id } of exampleGroups) expect(loaded.filter(({ example }) => example.group === id).length).toBeGreaterThan(0);
  });

  it("has ids and titles of their own", () => {
    expect(new Set(loaded.map(({ name }) => name)).size).toBe(loaded.length);
    expect(new Set(loaded.map(({ topology }) => topology.name)).size).toBe(loaded.length);
  });

  it.each(loaded)("$name says what to try and carries the title of the gallery", ({ example, isCure, topology }) => {
    expect(topology.name).toBe(isCure ? `${example.title}, cured by ${example.cure?.remedy}` : example.title);
    expect(topology.description).toMatch(/\b(Try|Kill)\b/);
    expect(topology.run.durationMs).toBeGreaterThanOrEqual(60_000);
    expect(topology.run.durationMs).toBeLessThanOrEqual(120_000);
  });

  it.each(loaded.filter(({ isCure }) => isCure))(
    "$name differs from the trouble, and not in what goes wrong",
    async ({ example, topology }) => {
      const trouble = await example.load();
      expect(topology.faults).toEqual(trouble.faults);
      expect(topology.drills).toEqual(trouble.drills);
      expect([topology.nodes, topology.links]).not.toEqual([trouble.nodes, trouble.links]);
    },
  );

  it.each(named)("%s is laid out on the grid without overlaps", (_, { nodes, notes }) => {
    for (const [i, a] of nodes.entries()) {
      expect(a.position.x % 8, a.name).toBe(0);
      expect(a.position.y % 8, a.name).toBe(0);
      for (const b of nodes.slice(i + 1)) {
        const apart = Math.abs(a.position.x - b.position.x) >= NODE.width + 80 || Math.abs(a.position.y - b.position.y) >= NODE.height + 24;
        expect(apart, `${a.name} and ${b.name}`).toBe(true);
      }
      for (const note of notes) expect(overlap({ ...a, size: NODE }, note), `${a.name} and the note ${note.id}`).toBe(false);
    }
  });

  it.each(named)("%s has names that fit their nodes", (_, { nodes }) => {
    for (const { name } of nodes) expect(name.length, name).toBeLessThanOrEqual(18);
  });
});

const NODE = { width: 168, height: 92 };

interface Box {
  readonly position: { readonly x: number; readonly y: number };
  readonly size: { readonly width: number; readonly height: number };
}

function overlap(a: Box, b: Box): boolean {
  const meet = (from: number, length: number, other: number, otherLength: number) => from < other + otherLength && other < from + length;
  return meet(a.position.x, a.size.width, b.position.x, b.size.width) && meet(a.position.y, a.size.height, b.position.y, b.size.height);
}
