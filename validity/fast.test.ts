import { describe, expect, it } from "vitest";
import { judge } from "./judge";
import { replication, study } from "./study";
import { ALPHA, expectedOf, experiments, seedOf } from "./suite";
import { cells } from "./table";

/**
 * The fast part of `npm run validity`: its cheap cases, in shorter runs to wider intervals. Each at the level it has in
 * the whole suite, so that all of these together are wrong far less often than once in twenty times.
 */
const COARSER = 5;
const SHORTER = 8;
const MAX_EVENTS = 20_000_000;

describe("cases with a known answer", { timeout: 60_000 }, () => {
  it.each(experiments.filter(({ fast }) => fast === true).map((experiment) => [experiment.id, experiment] as const))(
    "%s",
    async (_id, experiment) => {
      const shorter = experiment.figures.some(({ type }) => type === "count")
        ? experiment
        : { ...experiment, spanMs: experiment.spanMs / SHORTER };
      const replicate = async (first: number, count: number) =>
        Array.from({ length: Math.max(0, count) }, (_, i) => replication(shorter, seedOf(experiment, 0, first + i)));
      const rules = { alpha: ALPHA, coarser: COARSER, maxEvents: MAX_EVENTS, expected: expectedOf };
      for (const estimate of await study(shorter, replicate, rules)) {
        const verdict = judge(estimate, expectedOf(estimate.figure), ALPHA);
        expect(verdict, cells({ estimate, verdict }).join("  ")).toBe("holds");
      }
    },
  );
});
