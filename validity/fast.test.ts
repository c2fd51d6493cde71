import { describe, expect, it } from "vitest";
import { FAST_RULES, fastExperiments } from "./fast";
import { judge } from "./judge";
import { replication, study } from "./study";
import { expectedOf, seedOf } from "./suite";
import { cells } from "./table";

describe("cases with a known answer, the fast part", { timeout: 60_000 }, () => {
  it.each(fastExperiments.map((experiment) => [experiment.id, experiment] as const))("%s", async (_id, experiment) => {
    const replicate = async (first: number, count: number) =>
      Array.from({ length: Math.max(0, count) }, (_, i) => replication(experiment, seedOf(experiment, 0, first + i)));
    for (const estimate of await study(experiment, replicate, FAST_RULES)) {
      const verdict = judge(estimate, expectedOf(estimate.figure), FAST_RULES.alpha);
      expect(verdict, cells({ estimate, verdict }).join("  ")).toBe("holds");
    }
  });
});
