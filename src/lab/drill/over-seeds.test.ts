import "../../topology/all-behaviours";
import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../../testing/build";
import { withDrill } from "../../testing/drills";
import type { Sample } from "../replications";
import { runReplication } from "../run-replication";
import { drillOverSeeds, wilson } from "./over-seeds";

const shop = withDrill(
  build({ nodes: { users: poisson(50), web: exponentialServer(10, 4, { replicas: 2 }) }, links: [["users", "web"]] }),
  {
    hypothesis: ["errors < 1%"],
    windows: { settleMs: 500, beforeMs: 1000, afterMs: 3000 },
    expectedRecoveryMs: 1000,
    method: { faults: [{ id: "kill", type: "crash", target: { type: "node", id: "web", replicas: [0] }, startMs: 0, durationMs: 1000 }] },
  },
);
const played = Array.from({ length: 4 }, (_, i) => runReplication(shop, 1 + i, undefined, "d"));

/** The same samples with other times to recover [ms]. */
const recovering = (timesMs: readonly (number | null)[]): Sample[] =>
  played.map((sample, i) => ({ ...sample, drill: sample.drill && { ...sample.drill, timeToRecoverMs: timesMs[i] ?? null } }));

describe("a drill over many seeds", () => {
  it("counts verdicts, and says what each probe came to between", () => {
    const found = drillOverSeeds(played);
    expect(found).toMatchObject({ seeds: 4, verdict: "held", verdicts: { held: 4, deviated: 0, invalid: 0 } });
    expect(found?.objectives[0]?.probes.map(({ span, held, of }) => [span, held, of])).toEqual([
      ["before", 4, 4],
      ["after", 4, 4],
    ]);
    const lost = played.map(({ drill }) => drill?.lost.total ?? Number.NaN);
    expect(found?.lost).toMatchObject({ low: Math.min(...lost), high: Math.max(...lost), seeds: 4 });
  });

  it("means have Student's interval, cut where a figure cannot go", () => {
    // Mean 250, deviation 500: 3.182 x 500 / 2 = 795.6 to either side.
    const { mean } = drillOverSeeds(recovering([0, 0, 0, 1000]))?.timeToRecoverMs ?? {};
    expect(mean?.mean).toBe(250);
    expect(mean?.low).toBe(0);
    expect(mean?.high).toBeCloseTo(250 + 795.6, 0);
  });

  it("counts in a figure only the seeds that have it", () => {
    expect(drillOverSeeds(recovering([null, 200, null, 300]))?.timeToRecoverMs).toMatchObject({ low: 200, high: 300, seeds: 2 });
    expect(drillOverSeeds(recovering([]))?.timeToRecoverMs).toBeNull();
  });

  it("has Wilson's interval around the share that holds: 20 of 20 is 83.9 % at least", () => {
    expect(wilson(20, 20).low).toBeCloseTo(0.8389, 4);
    expect(wilson(20, 20).high).toBe(1);
    expect(wilson(5, 10).low).toBeCloseTo(0.2366, 4);
    expect(wilson(0, 20).low).toBe(0);
    expect(wilson(0, 20).high).toBeCloseTo(0.1611, 4);
  });
});
