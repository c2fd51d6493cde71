import * as z from "zod";
import { gammaP99 } from "../../base/gamma-tail";
import { exponential as draw } from "../../base/variates";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const erlang = defineDistribution({
  id: "erlang",
  title: "Erlang",
  docs: {
    summary: "The sum of k exponential stages; steadier than exponential.",
    models: ["The mean that is set, a coefficient of variation of 1/√k"],
    ignores: [],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2"],
  },
  schema: z.strictObject({
    type: z.literal("erlang"),
    meanMs: quantity({ title: "Mean", unit: "ms", default: 10, above: 0, max: 3_600_000, live: true }),
    stages: quantity({ title: "Stages", default: 4, min: 1, max: 100, integer: true, live: true }),
  }),
  mean: (c) => c.meanMs,
  p99: (c) => (c.meanMs / c.stages) * gammaP99(c.stages),
  sampler: (c, stream) => (out) => {
    let sum = 0;
    for (let i = 0; i < c.stages; i++) sum += draw(stream);
    out.value = (c.meanMs / c.stages) * sum;
  },
});
