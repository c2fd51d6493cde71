import * as z from "zod";
import { NORMAL_P99 } from "../../base/gamma-tail";
import { exp, log } from "../../base/portable-math";
import { normalInto } from "../../base/variates";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const lognormal = defineDistribution({
  id: "lognormal",
  title: "Lognormal",
  docs: {
    summary: "Skewed with a long tail, as most measured service times are.",
    models: ["The mean and the coefficient of variation that are set, of the duration itself and not of its logarithm"],
    ignores: [],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2"],
  },
  schema: z.strictObject({
    type: z.literal("lognormal"),
    meanMs: quantity({ title: "Mean", unit: "ms", default: 20, above: 0, max: 3_600_000, live: true }),
    cv: quantity({ title: "Spread (cv)", default: 0.8, above: 0, max: 20, live: true }),
  }),
  mean: (c) => c.meanMs,
  p99: (c) => {
    const variance = Math.log(1 + c.cv * c.cv);
    return c.meanMs * Math.exp(NORMAL_P99 * Math.sqrt(variance) - variance / 2);
  },
  sampler: (c, stream) => {
    const variance = log(1 + c.cv * c.cv);
    const mu = log(c.meanMs) - variance / 2;
    const sigma = Math.sqrt(variance);
    return (out) => {
      normalInto(out, stream);
      out.value = exp(mu + sigma * out.value);
    };
  },
});
