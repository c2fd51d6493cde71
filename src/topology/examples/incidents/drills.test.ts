import { expect, it } from "vitest";
import { runDrill } from "../../../testing/drills";
import { examples } from "../registry";

const SEEDS = 20;
const incidents = examples.filter(({ group }) => group === "incidents");

it.each(incidents)(
  "$id: its drill deviates without the cure, and holds with it, over twenty seeds",
  { timeout: 60_000 },
  async (example) => {
    if (example.cure === undefined) throw new Error(`${example.id} has no cure.`);
    const trouble = await example.load();
    const cure = await example.cure.load();
    for (let seed = 1; seed <= SEEDS; seed++) {
      for (const [verdict, { run, ...topology }] of [
        ["deviated", trouble],
        ["held", cure],
      ] as const) {
        const { drill } = runDrill({ ...topology, run: { ...run, seed } }, "drill");
        expect(drill.verdict, `${topology.name}, seed ${seed}: ${drill.words}`).toBe(verdict);
      }
    }
  },
);
