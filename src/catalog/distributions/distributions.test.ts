import { describe, expect, it } from "vitest";
import { Cell } from "../../base/cell";
import { STREAM_WORDS, Stream, seedStream } from "../../base/stream";
import { interval } from "../../testing/queueing-theory";
import { type Distribution, distributionOf, distributionSchema, distributions } from "./registry";

const SEEDS = Array.from({ length: 10 }, (_, i) => i + 1);
const DRAWS = 20_000;

function draws(config: Distribution, seed: number): Float64Array {
  const words = new Int32Array(STREAM_WORDS);
  seedStream(words, 0, seed, "test");
  const sample = distributionOf(config).sampler(config, new Stream(words, 0));
  const out = new Cell();
  return Float64Array.from({ length: DRAWS }, () => {
    sample(out);
    return out.value;
  });
}
const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
function cv(values: Float64Array): number {
  const m = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - m) ** 2, 0) / values.length) / m;
}

/** Each with its coefficient of variation by its textbook formula. */
const cases: [Record<string, unknown>, number | null][] = [
  [{ type: "constant", valueMs: 7 }, 0],
  [{ type: "uniform", minMs: 4, maxMs: 16 }, 12 / Math.sqrt(12) / 10],
  [{ type: "exponential", meanMs: 10 }, 1],
  [{ type: "erlang", meanMs: 10, stages: 4 }, 0.5],
  [{ type: "gamma", meanMs: 10, cv: 0.4 }, 0.4],
  [{ type: "gamma", meanMs: 10, cv: 1.5 }, 1.5],
  [{ type: "lognormal", meanMs: 20, cv: 0.8 }, 0.8],
  [{ type: "hyperexponential", meanMs: 10, cv: 2 }, 2],
  [{ type: "pareto", minMs: 5, maxMs: 50, alpha: 1.5 }, null],
  [{ type: "pareto", minMs: 5, maxMs: 50, alpha: 1 }, null],
  [{ type: "weibull", scaleMs: 10, shape: 2 }, Math.sqrt(4 / Math.PI - 1)],
  [{ type: "weibull", scaleMs: 10, shape: 0.5 }, Math.sqrt(5)],
  [
    {
      type: "empirical",
      quantiles: [
        { ratio: 0, valueMs: 1 },
        { ratio: 0.5, valueMs: 10 },
        { ratio: 0.9, valueMs: 80 },
        { ratio: 1, valueMs: 200 },
      ],
    },
    null,
  ],
  [
    {
      type: "empirical",
      quantiles: [
        { ratio: 0.2, valueMs: 5 },
        { ratio: 0.7, valueMs: 10 },
      ],
    },
    null,
  ],
];

describe("distributions, 10 replications, 99.9 % intervals", () => {
  it("every one is held below", () => {
    expect(new Set(cases.map(([config]) => config.type))).toEqual(new Set(distributions.map(({ id }) => id)));
  });

  it.each(cases)("%j", (raw, expectedCv) => {
    const config = distributionSchema.parse(raw);
    const samples = SEEDS.map((seed) => draws(config, seed));
    const measured = interval(samples.map(mean));
    const stated = distributionOf(config).mean(config);
    expect(stated).toBeGreaterThanOrEqual(measured.low - 1e-9);
    expect(stated).toBeLessThanOrEqual(measured.high + 1e-9);
    expect(measured.halfWidthRatio).toBeLessThan(0.03);
    // What one in a hundred exceeds: counted strictly above, so that a value of its own weight may be it.
    const p99 = distributionOf(config).p99(config);
    const above = interval(samples.map((values) => values.filter((x) => x > p99 * (1 + 1e-12)).length / DRAWS));
    const within = interval(samples.map((values) => values.filter((x) => x >= p99 * (1 - 1e-12)).length / DRAWS));
    expect(above.low).toBeLessThanOrEqual(0.01);
    expect(within.high).toBeGreaterThanOrEqual(0.01);
    if (expectedCv === null) return;
    const spread = interval(samples.map(cv));
    expect(expectedCv).toBeGreaterThanOrEqual(spread.low - 1e-9);
    expect(expectedCv).toBeLessThanOrEqual(spread.high + 1e-9);
  });

  it("draws lie within their bounds", () => {
    for (const x of draws(distributionSchema.parse({ type: "uniform", minMs: 4, maxMs: 16 }), 1)) expect(x >= 4 && x < 16).toBe(true);
    for (const x of draws(distributionSchema.parse({ type: "pareto", minMs: 5, maxMs: 50, alpha: 1.5 }), 1)) {
      expect(x >= 5 - 1e-9 && x <= 50 + 1e-9).toBe(true);
    }
  });

  it("the exponential's quantiles are those of the formula", () => {
    const sorted = SEEDS.map((seed) => draws(distributionSchema.parse({ type: "exponential", meanMs: 10 }), seed).sort());
    for (const ratio of [0.1, 0.5, 0.9, 0.999]) {
      const measured = interval(sorted.map((values) => values[Math.ceil(ratio * DRAWS) - 1]));
      const expected = -10 * Math.log(1 - ratio);
      expect(expected).toBeGreaterThanOrEqual(measured.low);
      expect(expected).toBeLessThanOrEqual(measured.high);
    }
  });
});
