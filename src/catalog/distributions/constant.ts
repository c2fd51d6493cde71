import * as z from "zod";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const constant = defineDistribution({
  id: "constant",
  title: "Constant",
  docs: {
    summary: "Always the same duration.",
    models: ["A coefficient of variation of 0; the D of M/D/1"],
    ignores: [],
    sources: ["D. G. Kendall, Stochastic Processes Occurring in the Theory of Queues, 1953"],
  },
  schema: z.strictObject({
    type: z.literal("constant"),
    valueMs: quantity({ title: "Value", unit: "ms", default: 10, min: 0, max: 3_600_000, live: true }),
  }),
  fixed: true,
  mean: (c) => c.valueMs,
  p99: (c) => c.valueMs,
  sampler: (c) => (out) => {
    out.value = c.valueMs;
  },
});
