import * as z from "zod";
import type { RunStatistics } from "../lab/result";
import { METRICS, type MetricId, perMetric, perQuantile } from "../lab/statistics/metrics";

const count = z.number().int().min(0);

export const estimateSchema = z
  .strictObject({
    mean: z.number(),
    low: z.number(),
    high: z.number(),
    halfWidthRatio: z.number().min(0).nullable(),
    method: z.enum(["batch means", "replications"]),
    samples: count,
    lag1: z.number().nullable().describe("Correlation of neighbouring batches, -1 to 1."),
  })
  .nullable()
  .describe("A figure with its 95 % confidence interval; null where none applies.");

export const verdictSchema = z.enum(["steady", "run too short", "no steady state", "conditions change"]);

const labels = Object.fromEntries(METRICS.map(({ id, label, unit }) => [id, `${label} ${unit}`.trim()]));
const wordsOf = (id: MetricId) => labels[id] as string;

export const metricsSchema = z.strictObject(perMetric((id) => z.number().nullable().describe(wordsOf(id))));
export const estimatesSchema = z.strictObject(perMetric(() => estimateSchema));
export const quantileCountsSchema = z.strictObject(perQuantile(() => count));
const needs = z.strictObject({ needed: count, has: count });
const quantilesSchema = z.strictObject(perQuantile(() => needs));
export const lackingSchema = z.strictObject(perQuantile(() => needs.optional()));

export const statisticsSchema = z
  .strictObject({
    verdict: verdictSchema,
    words: z.string().describe("The verdict and its reason, in a sentence or two."),
    warmUp: z
      .strictObject({ endMs: z.number().min(0), by: z.enum(["MSER-5", "hand", "none"]) })
      .describe("Everything before its end is left out of what follows."),
    batches: z
      .strictObject({
        count,
        lengthMs: z.number().min(0),
        correlated: z.boolean().describe("The intervals are narrower than they should be."),
      })
      .nullable()
      .describe("Batches of neighbouring windows behind the intervals."),
    requests: count.describe("Ok requests after the warm-up."),
    observed: metricsSchema.describe("What was measured after the warm-up."),
    estimates: estimatesSchema,
    quantiles: quantilesSchema.describe("Independent observations that each quantile needs and has."),
  })
  .describe("What may be said of the figures, and how far they can be trusted.") satisfies z.ZodType<RunStatistics>;
