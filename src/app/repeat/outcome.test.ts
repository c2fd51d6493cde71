import { describe, expect, it } from "vitest";
import { Replications, type ReplicationsSummary, type Sample } from "../../lab/replications";
import { replicationsResult } from "../../lab/replications-result";
import { perMetric, perQuantile } from "../../lab/statistics/metrics";
import { smallTopology } from "../../testing/fake-session";
import { repeatsAsCsv, repeatsAsJson } from "./export-repeats";
import { progressOf } from "./goal";
import { notesOn, outcomeWords } from "./outcome-words";

const topology = smallTopology();

/** What a set says whose samples have these latencies. */
function summaryOf(values: readonly number[], change: Partial<Sample> = {}, targetRatio?: number) {
  const replications = new Replications({ topology, atMost: 40, targetRatio });
  for (const value of values) {
    const job = replications.next();
    if (job === null) throw new Error("The set has ended.");
    replications.take({
      seed: job.seed,
      runHash: `00e${job.seed}`,
      warmUpMs: 0,
      verdict: "steady",
      metrics: perMetric(() => value),
      requests: 100_000,
      independent: perQuantile(() => 100_000),
      ...change,
    });
  }
  return { replications, summary: replications.summary() };
}

describe("progress", () => {
  it("counts shares of runs towards a number of seeds", () => {
    const { summary } = summaryOf([10, 11]);
    expect(progressOf({ precision: null, seeds: 40 }, 10, 10, summary)).toEqual({
      ratio: 0.25,
      words: "2 of 40 seeds",
    });
  });

  it("guesses how many seeds a precision takes, and never says it is there before it is", () => {
    const goal = { precision: 0.05, seeds: 200 };
    const { summary } = summaryOf([90, 110, 100]);
    // t(2) = 4.303: 4.303 x 10 / sqrt(3) of 100.
    expect(progressOf(goal, 10, 3, summary).words).toBe("±25 % after 3 seeds, goal ±5 %");
    expect(progressOf(goal, 10, 3, summary).ratio).toBeCloseTo(3 / 75, 2);
    expect(progressOf(goal, 10, 300, summary).ratio).toBe(0.99);
    expect(progressOf(goal, 10, 0.5, summaryOf([]).summary)).toEqual({ ratio: 0.0025, words: "0 seeds, goal ±5 %" });
  });
});

describe("the end, in words", () => {
  const words = (change: Partial<ReplicationsSummary>, precision: number | null) =>
    outcomeWords({ ...summaryOf([90, 110, 100]).summary, ...change }, { precision, seeds: 40 });

  it("says why it ended and how well the figures are known", () => {
    expect(words({ stopped: null }, null)).toBe("");
    expect(words({ stopped: "all seeds run" }, null)).toBe("All 3 seeds have run. Mean latency and p99 are known to ±25 %.");
    expect(words({ stopped: "target reached" }, 0.3)).toMatch(/^Enough after 3 seeds\./);
    expect(words({ stopped: "cancelled" }, null)).toMatch(/^Cancelled: 3 of 40 seeds count\./);
  });

  it("says when a precision was not reached, and what would help", () => {
    expect(words({ stopped: "all seeds run" }, 0.05)).toMatch(/^±5 % was not reached with 3 seeds\..*Allow more seeds, or a longer run\.$/);
  });

  it("does not call figures known that have no steady state", () => {
    expect(words({ stopped: "target reached", verdict: "no steady state" }, 0.3)).toBe("3 seeds have run.");
  });

  it("puts what stands in the way of the figures before them", () => {
    const titles = (verdict: Sample["verdict"], values = [1, 2]) =>
      notesOn(summaryOf(values, { verdict }).summary, false).map(({ title }) => title);
    expect(titles("steady")).toEqual([]);
    expect(titles("no steady state")).toEqual(["No steady state, so no intervals"]);
    expect(titles("run too short")).toEqual(["The run is too short"]);
    expect(titles("conditions change")).toEqual(["Conditions change during the run"]);
    expect(titles("steady", [1])).toEqual(["No intervals"]);
  });
});

describe("exports", () => {
  it("have a line per seed, and read back the same", () => {
    const { summary, replications } = summaryOf([1.5, 2], {});
    const [head, first, second, end] = repeatsAsCsv(summary).split("\r\n");
    expect(head).toMatch(/^seed,runHash,warmUpMs,verdict,requests,latencyMeanMs,/);
    expect(first).toMatch(/^1,"00e1",0,steady,100000,1\.5,/);
    expect(second?.split(",")).toHaveLength(head?.split(",").length ?? 0);
    expect(end).toBe("");
    const result = replicationsResult(replications);
    expect(JSON.parse(repeatsAsJson(result))).toEqual(result);
  });

  it("leave a cell empty where nothing was measured", () => {
    const { summary } = summaryOf([1], { metrics: perMetric(() => null) });
    expect(repeatsAsCsv(summary).split("\r\n")[1]).toBe('1,"00e1",0,steady,100000,,,,,,,,,');
  });
});
