import * as z from "zod";
import type { Cell } from "../../base/cell";
import { exponentialInto, fillExponential } from "../../base/variates";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const exponential = defineDistribution({
  id: "exponential",
  title: "Exponential",
  docs: {
    summary: "Memoryless; the M of M/M/1.",
    models: ["A coefficient of variation of 1"],
    ignores: [],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2"],
  },
  schema: z.strictObject({
    type: z.literal("exponential"),
    meanMs: quantity({ title: "Mean", unit: "ms", default: 10, above: 0, max: 3_600_000, live: true }),
  }),
  mean: (c) => c.meanMs,
  p99: (c) => c.meanMs * Math.log(100),
  sampler: (c, stream) => {
    const draw = (out: Cell) => {
      exponentialInto(out, stream);
      out.value *= c.meanMs;
    };
    return Object.assign(draw, { fill: (block: Float64Array) => fillExponential(block, stream, c.meanMs) });
  },
});
