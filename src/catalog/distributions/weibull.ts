import * as z from "zod";
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
  mean: (c) => c.scaleMs * gammaFunction(1 + 1 / c.shape),
  sampler: (c, stream) => (out) => {
    out[0] = c.scaleMs * pow(-log(stream.open()), 1 / c.shape);
  },
});

/** Gamma function for x >= 1, Lanczos' approximation (g = 7, n = 9). Only for display: no run depends on it. */
function gammaFunction(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const t = x + 6.5;
  const sum = coefficients.reduce((total, coefficient, i) => (i === 0 ? total : total + coefficient / (x - 1 + i)), coefficients[0]);
  return Math.sqrt(2 * Math.PI) * t ** (x - 0.5) * Math.exp(-t) * sum;
}
