import * as z from "zod";
import { crossing } from "../../base/gamma-tail";
import { exponential as draw } from "../../base/variates";
import { quantity } from "../fields";
import { defineDistribution } from "./define";

export const hyperexponential = defineDistribution({
  id: "hyperexponential",
  title: "Hyperexponential",
  docs: {
    summary: "Mostly short, sometimes long: two exponentials with balanced means, cv at least 1.",
    models: ["Each of the two contributes half of the mean"],
    ignores: [],
    sources: ["W. Whitt, Approximating a point process by a renewal process, 1982 (balanced means)"],
  },
  schema: z.strictObject({
    type: z.literal("hyperexponential"),
    meanMs: quantity({ title: "Mean", unit: "ms", default: 10, above: 0, max: 3_600_000, live: true }),
    cv: quantity({ title: "Spread (cv)", default: 2, min: 1, max: 50, live: true }),
  }),
  mean: (c) => c.meanMs,
  p99: (c) => {
    const { p, shortMs, longMs } = stagesOf(c);
    return crossing((x) => p * Math.exp(-x / shortMs) + (1 - p) * Math.exp(-x / longMs), 5 * longMs);
  },
  sampler: (c, stream) => {
    const { p, shortMs, longMs } = stagesOf(c);
    return (out) => {
      out.value = (stream.chance(p) ? shortMs : longMs) * draw(stream);
    };
  },
});

/** Balanced means: how often the short stage is taken, and the mean of either [ms]. */
function stagesOf({ meanMs, cv }: { readonly meanMs: number; readonly cv: number }) {
  const scv = cv * cv;
  const p = 0.5 * (1 + Math.sqrt((scv - 1) / (scv + 1)));
  return { p, shortMs: meanMs / (2 * p), longMs: meanMs / (2 * (1 - p)) };
}
