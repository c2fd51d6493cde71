import * as z from "zod";
import type { ComparisonResult, ReplicationsResult, SweepResult } from "../lab/replications-result";
import { perMetric } from "../lab/statistics/metrics";
import { drillReportSchema } from "./drill-schema";
import { estimateSchema, estimatesSchema, lackingSchema, metricsSchema, quantileCountsSchema, verdictSchema } from "./statistics-schema";

const count = z.number().int().min(0);

const sample = z.strictObject({
  seed: count,
  runHash: z.string().regex(/^[0-9a-f]{16}$/),
  warmUpMs: z.number().min(0).describe("Cut from the start."),
  verdict: verdictSchema,
  metrics: metricsSchema.describe("After the warm-up."),
  requests: count.describe("Ok requests after the warm-up."),
  independent: quantileCountsSchema.describe("Independent observations behind each quantile."),
  drill: drillReportSchema.optional(),
});

/** What `faultyard run --replications --json` prints. */
export const replicationsSchema = z.strictObject({
  format: z.literal("faultyard-replications"),
  version: z.literal(1),
  topology: z.string(),
  firstSeed: count,
  durationMs: z.number().gt(0),
  atMost: count,
  targetRatio: z.number().nullable().describe("Relative half-width asked for of mean latency and p99."),
  samples: z.array(sample).describe("In the order of their seeds."),
  estimates: estimatesSchema,
  tooFew: lackingSchema.describe("Quantiles that rest on too few observations."),
  verdict: verdictSchema.describe("What at least half of the samples say; steady otherwise."),
  reachedRatio: z.number().nullable().describe("The wider relative half-width of mean latency and p99."),
  stopped: z.enum(["target reached", "all seeds run", "cancelled"]).nullable(),
}) satisfies z.ZodType<ReplicationsResult>;

/** What `faultyard compare --json` prints. */
export const comparisonSchema = z.strictObject({
  format: z.literal("faultyard-comparison"),
  version: z.literal(1),
  a: replicationsSchema,
  b: replicationsSchema,
  differences: z
    .strictObject(
      perMetric(() =>
        z
          .strictObject({
            estimate: estimateSchema.unwrap(),
            verdict: z.enum(["B is higher", "B is lower", "no detectable difference"]),
          })
          .nullable(),
      ),
    )
    .describe("B minus A, from pairs of runs with the same seed."),
}) satisfies z.ZodType<ComparisonResult>;

/** What `faultyard run --sweep --json` prints. */
export const sweepSchema = z.strictObject({
  format: z.literal("faultyard-sweep"),
  version: z.literal(1),
  field: z.string().describe("Path of the field that was varied."),
  points: z.array(z.strictObject({ value: z.unknown(), result: replicationsSchema })),
}) satisfies z.ZodType<SweepResult>;
