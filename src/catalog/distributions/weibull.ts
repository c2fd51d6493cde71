import * as z from "zod";
import { logGamma } from "../../base/gamma-tail";
import { log, pow } from "../../base/portable-math";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const weibull = defineDistribution({
  id: "weibull",
  title: "Weibull",
  docs: {
    summary: "Lifetimes: shape below 1 has a long tail, above 1 wears out.",
    models: ["Survival exp(-(t/scale)^shape), by inversion"],
    ignores: [],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2"],
  },
  schema: z.strictObject({
    type: z.literal("weibull"),
    scaleMs: quantity({ title: "Scale", unit: "ms", default: 10, above: 0, max: 3_600_000, live: true }),
    shape: quantity({ title: "Shape", default: 1.5, min: 0.1, max: 20, live: true }),
  }),
  mean: (c) => c.scaleMs * Math.exp(logGamma(1 + 1 / c.shape)),
  p99: (c) => c.scaleMs * Math.log(100) ** (1 / c.shape),
  sampler: (c, stream) => (out) => {
    out.value = c.scaleMs * pow(-log(stream.open()), 1 / c.shape);
  },
});
