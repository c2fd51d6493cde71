import * as z from "zod";
import { pow } from "../../base/portable-math";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const pareto = defineDistribution({
  id: "pareto",
  title: "Pareto (bounded)",
  docs: {
    summary: "A power-law tail between two bounds.",
    models: ["Density proportional to x^-(α+1) between the bounds, by inversion"],
    ignores: [],
    sources: ["M. Harchol-Balter, Performance Modeling and Design of Computer Systems, chapter 20"],
  },
  schema: z.strictObject({
    type: z.literal("pareto"),
    minMs: quantity({ title: "From", unit: "ms", default: 5, above: 0, max: 3_600_000, live: true }),
    maxMs: quantity({ title: "To", unit: "ms", default: 5000, above: 0, max: 3_600_000, live: true }),
    alpha: quantity({ title: "Tail index", default: 1.5, above: 0, max: 20, live: true }),
  }),
  mean: (c) => {
    const a = c.alpha;
    const ratio = c.minMs / c.maxMs;
    if (Math.abs(a - 1) < 1e-9) return (c.minMs * -Math.log(ratio)) / (1 - ratio);
    return ((c.minMs ** a / (1 - ratio ** a)) * a * (c.minMs ** (1 - a) - c.maxMs ** (1 - a))) / (a - 1);
  },
  p99: (c) => c.minMs * (1 - 0.99 * (1 - (c.minMs / c.maxMs) ** c.alpha)) ** (-1 / c.alpha),
  sampler: (c, stream) => {
    const tail = 1 - pow(c.minMs / c.maxMs, c.alpha);
    return (out) => {
      out.value = c.minMs * pow(1 - tail * stream.uniform(), -1 / c.alpha);
    };
  },
  problem: (c) => (c.minMs >= c.maxMs ? "the lower bound must lie below the upper one" : null),
});
