import { describe, expect, it } from "vitest";
import { build, exponentialServer, poisson } from "../testing/build";
import { differences } from "./comparison";
import type { Sample } from "./replications";
import { runReplication, runTogether } from "./run-replication";

const PAIRS = 30;
const design = (serviceMs: number, ratePerSecond = 60) =>
  build({
    nodes: { c: poisson(ratePerSecond), s: exponentialServer(serviceMs) },
    links: [["c", "s"]],
    durationMs: 125_000,
  });
const pairs = Array.from({ length: PAIRS }, (_, i) =>
  runTogether(
    [design(10), design(9.5)].map((topology) => ({ topology })),
    1 + i,
  ),
);

const latency = ({ metrics }: Sample) => metrics.latencyMeanMs as number;

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - 1);
}

describe("two designs under the same seeds", { timeout: 30_000 }, () => {
  const a = pairs.map(([first]) => first);
  const b = pairs.map(([, second]) => second);

  it("differ with a tenth of the variance that other seeds would give, or less", () => {
    const paired = variance(a.map((sample, i) => latency(sample) - latency(b[i])));
    const others = a.map(({ seed }) => runReplication(design(9.5), 1000 + seed));
    const unpaired = variance(a.map((sample, i) => latency(sample) - latency(others[i])));
    // F(29, 29) exceeds 3.3 once in a thousand times: below that a ratio of 33 is not a true one of 10.
    expect(unpaired / paired).toBeGreaterThan(33);
  });

  it("have the longest of their warm-ups cut from each of a pair", () => {
    // At 80 % one run in a hundred starts so busily that MSER takes it for a warm-up; the faster of the two gets by.
    const designs = [design(10, 80), design(9.5, 80)];
    const found = Array.from({ length: 30 }, (_, i) => {
      const alone = designs.map((topology) => runReplication(topology, 1 + i).warmUpMs);
      const together = runTogether(
        designs.map((topology) => ({ topology })),
        1 + i,
      ).map(({ warmUpMs }) => warmUpMs);
      return { alone, together };
    });
    for (const { alone, together } of found) expect(together).toEqual(alone.map(() => Math.max(...alone)));
    expect(found.some(({ alone }) => alone[0] !== alone[1])).toBe(true);
  });

  it("are told apart, about as far as theory has it", () => {
    const { estimate, verdict } = differences(a, b).latencyMeanMs as NonNullable<ReturnType<typeof differences>["latencyMeanMs"]>;
    expect(verdict).toBe("B is lower");
    expect(estimate).toMatchObject({ method: "replications", samples: PAIRS });
    // M/M/1: 1 / (1/9.5 - 0.06) - 1 / (1/10 - 0.06). Paired t at 95 %; three half-widths leave one chance in a million.
    const truth = 1 / (1 / 9.5 - 0.06) - 25;
    expect(Math.abs(estimate.mean - truth)).toBeLessThan(3 * (estimate.high - estimate.mean));
  });

  it("are not told apart where they do not differ", () => {
    const found = differences(a, b);
    // Errors that happened in neither are no finding.
    expect(found.errorRatio).toBeNull();
    expect(differences(a, a).latencyP99Ms?.verdict).toBe("no detectable difference");
  });

  it("pair by seed, whatever is missing", () => {
    expect(differences(a, b.slice(5).reverse()).latencyMeanMs?.estimate.samples).toBe(PAIRS - 5);
    expect(differences(a, []).latencyMeanMs).toBeNull();
  });
});
