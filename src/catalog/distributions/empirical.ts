import * as z from "zod";
import { described } from "../fields";
import { defineDistribution } from "./define";

const point = z.strictObject({
  ratio: described(z.number().min(0).max(1), { title: "Share below", live: true }),
  valueMs: described(z.number().min(0).max(3_600_000), { title: "Value", unit: "ms", live: true }),
});

export const empirical = defineDistribution({
  id: "empirical",
  title: "Measured quantiles",
  docs: {
    summary: "A table of measured quantiles, straight lines between them.",
    models: ["Straight lines between the quantiles that are given, by inversion"],
    ignores: ["Anything below the first or above the last quantile given"],
    sources: ["A. M. Law, Simulation Modeling and Analysis, 5th ed., section 6.2.4"],
  },
  schema: z.strictObject({
    type: z.literal("empirical"),
    quantiles: described(z.array(point).min(2).max(1000), { title: "Quantiles", live: true }).default([
      { ratio: 0, valueMs: 1 },
      { ratio: 0.5, valueMs: 10 },
      { ratio: 0.99, valueMs: 80 },
      { ratio: 1, valueMs: 200 },
    ]),
  }),
  mean: ({ quantiles }) => {
    let sum = quantiles[0].valueMs * quantiles[0].ratio;
    for (let i = 1; i < quantiles.length; i++) {
      sum += ((quantiles[i].valueMs + quantiles[i - 1].valueMs) / 2) * (quantiles[i].ratio - quantiles[i - 1].ratio);
    }
    const last = quantiles[quantiles.length - 1];
    return sum + last.valueMs * (1 - last.ratio);
  },
  p99: ({ quantiles }) => {
    const above = quantiles.findIndex(({ ratio }) => ratio >= 0.99);
    if (above <= 0) return quantiles[above === 0 ? 0 : quantiles.length - 1].valueMs;
    const [a, b] = [quantiles[above - 1], quantiles[above]];
    return a.valueMs + ((0.99 - a.ratio) / (b.ratio - a.ratio)) * (b.valueMs - a.valueMs);
  },
  sampler: ({ quantiles }, stream) => {
    const ratios = Float64Array.from(quantiles, (q) => q.ratio);
    const values = Float64Array.from(quantiles, (q) => q.valueMs);
    return (out) => {
      const u = stream.uniform();
      let low = 0;
      let high = ratios.length - 1;
      if (u <= ratios[0]) {
        out.value = values[0];
        return;
      }
      if (u >= ratios[high]) {
        out.value = values[high];
        return;
      }
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (ratios[middle] <= u) low = middle;
        else high = middle;
      }
      const share = (u - ratios[low]) / (ratios[high] - ratios[low]);
      out.value = values[low] + share * (values[high] - values[low]);
    };
  },
  problem: ({ quantiles }) => {
    for (let i = 1; i < quantiles.length; i++) {
      if (quantiles[i].ratio <= quantiles[i - 1].ratio || quantiles[i].valueMs < quantiles[i - 1].valueMs) {
        return "quantiles must rise in both share and value";
      }
    }
    return null;
  },
});
