import * as z from "zod";
import { gammaP99 } from "../../base/gamma-tail";
import { gamma as draw } from "../../base/variates";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const gamma = defineDistribution({
  id: "gamma",
  title: "Gamma",
  docs: {
    summary: "Mean and spread set freely, light tail.",
    models: ["The mean and the coefficient of variation that are set, also where the shape is below 1"],
    ignores: [],
    sources: ["G. Marsaglia, W. W. Tsang, ACM TOMS 26(3), 2000"],
  },
  schema: z.strictObject({
    type: z.literal("gamma"),
    meanMs: quantity({ title: "Mean", unit: "ms", default: 10, above: 0, max: 3_600_000, live: true }),
    cv: quantity({ title: "Spread (cv)", default: 0.5, above: 0, max: 20, live: true }),
  }),
  mean: (c) => c.meanMs,
  p99: (c) => c.meanMs * c.cv * c.cv * gammaP99(1 / (c.cv * c.cv)),
  sampler: (c, stream) => {
    const shape = 1 / (c.cv * c.cv);
    return (out) => {
      out.value = (c.meanMs / shape) * draw(stream, shape);
    };
  },
});
