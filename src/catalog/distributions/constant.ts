import * as z from "zod";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const constant = defineDistribution({
  id: "constant",
  title: "Constant",
  docs: {
    summary: "Always the same duration.",
    models: [],
    ignores: [],
    sources: [],
  },
  schema: z.strictObject({
    type: z.literal("constant"),
    valueMs: quantity({ title: "Value", unit: "ms", default: 10, min: 0, max: 3_600_000, live: true }),
  }),
  fixed: true,
  mean: (c) => c.valueMs,
  sampler: (c) => (out) => {
    out[0] = c.valueMs;
  },
});
