import * as z from "zod";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const uniform = defineDistribution({
  id: "uniform",
  title: "Uniform",
  docs: {
    summary: "Every duration between two bounds equally likely.",
    models: ["Mean half-way between the bounds"],
    ignores: [],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2"],
  },
  schema: z.strictObject({
    type: z.literal("uniform"),
    minMs: quantity({ title: "From", unit: "ms", default: 5, min: 0, max: 3_600_000, live: true }),
    maxMs: quantity({ title: "To", unit: "ms", default: 15, min: 0, max: 3_600_000, live: true }),
  }),
  mean: (c) => (c.minMs + c.maxMs) / 2,
  p99: (c) => c.minMs + 0.99 * (c.maxMs - c.minMs),
  sampler: (c, stream) => (out) => {
    out.value = c.minMs + (c.maxMs - c.minMs) * stream.uniform();
  },
  problem: (c) => (c.minMs > c.maxMs ? "the lower bound lies above the upper one" : null),
});
