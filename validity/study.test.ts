import { describe, expect, it } from "vitest";
import { Cell } from "../src/base/cell";
import { Histogram } from "../src/base/histogram";
import { STREAM_WORDS, Stream, seedStream } from "../src/base/stream";
import { exponential } from "../src/base/variates";
import type { Experiment, Figure } from "./experiment";
import { judge } from "./judge";
import { study } from "./study";

/** Exponential times with mean 1, in place of a simulation: the mean is 1, the 99th percentile ln 100. */
const FIGURES: readonly Figure[] = [
  { caseId: "mean", type: "mean", read: () => Number.NaN },
  { caseId: "p99", type: "quantile", ratio: 0.99, of: () => new Histogram() },
];
const EXPECTED: Readonly<Record<string, number>> = { mean: 1, p99: Math.log(100) };
const experiment = { id: "draws", figures: FIGURES, warmUpMs: 0, spanMs: 1 } as unknown as Experiment;
const DRAWS = 400;

function replicateOf(trial: number) {
  return async (first: number, count: number) =>
    Array.from({ length: Math.max(0, count) }, (_, i) => {
      const words = new Int32Array(STREAM_WORDS);
      seedStream(words, 0, first + i, `trial ${trial}`);
      const stream = new Stream(words, 0);
      const histogram = new Histogram();
      for (let n = 0; n < DRAWS; n++) histogram.record(new Cell(exponential(stream)));
      return { parts: [histogram.mean(), histogram.part()], events: DRAWS, requests: DRAWS };
    });
}

const rules = { alpha: 0.05, coarser: 1, maxEvents: 1e9, expected: ({ caseId }: Figure) => EXPECTED[caseId] };

describe("a study", () => {
  it("covers the truth about as often as it says, and is as narrow as it should be", async () => {
    const trials = 200;
    const misses: Record<string, number> = { mean: 0, p99: 0 };
    const tooWide: Record<string, number> = { mean: 0, p99: 0 };
    for (let trial = 0; trial < trials; trial++) {
      for (const estimate of await study(experiment, replicateOf(trial), rules)) {
        const { caseId } = estimate.figure;
        const verdict = judge(estimate, EXPECTED[caseId], rules.alpha);
        if (verdict === "misses") misses[caseId]++;
        if (estimate.halfWidthRatio > estimate.precision) tooWide[caseId]++;
      }
    }
    // Binomial(200, 0.05): above 21 with probability 0.0005. The quantile's interval is wider by half a bucket.
    expect(misses.mean).toBeLessThanOrEqual(21);
    expect(misses.p99).toBeLessThanOrEqual(21);
    // A mean's width is known after the pilot; a quantile's is foretold, from 128 values in the tail.
    expect(tooWide.mean).toBe(0);
    expect(tooWide.p99).toBeLessThan(trials / 4);
    // An interval that is never wrong is too wide: fewer than 2 with probability 0.0004.
    expect(misses.mean).toBeGreaterThanOrEqual(2);
  });

  it("misses a value that is 5 % off, and calls a study cut short too wide", async () => {
    const off = { ...rules, expected: ({ caseId }: Figure) => 1.05 * EXPECTED[caseId] };
    const [mean] = await study(experiment, replicateOf(0), off);
    expect(judge(mean, 1.05, rules.alpha)).toBe("misses");
    const [cut] = await study(experiment, replicateOf(0), { ...rules, maxEvents: 40 * DRAWS });
    expect(cut.replications).toBe(40);
    expect(judge(cut, 1, rules.alpha)).toBe("wide");
  });

  it.each([
    [{ type: "upper bound" }, 2, "holds"],
    [{ type: "upper bound" }, 0.9, "misses"],
    [{ type: "limit", within: 0.01 }, 0.97, "misses"],
    [{ type: "limit", within: 0.05 }, 0.97, "holds"],
    [{ type: "limit", within: 0.05 }, 1.1, "misses"],
    [{ type: "approximation", within: 0.1 }, 1.05, "holds"],
    [{ type: "measured", halfWidth: 0.05, replications: 10 }, 1.04, "holds"],
    [{ type: "measured", halfWidth: 0.001, replications: 10 }, 1.04, "misses"],
  ] as const)("a value claimed as %j with %s %s", async (claim, expected, verdict) => {
    const [estimate] = await study(experiment, replicateOf(0), rules);
    const claimed = { ...estimate, figure: { ...FIGURES[0], claim } };
    expect(judge(claimed, expected, rules.alpha)).toBe(verdict);
  });
});
