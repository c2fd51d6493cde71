import * as z from "zod";
import type { EverythingResult } from "../lab/drill/everything/ranking";
import type { DrillSeeds } from "../lab/drill/over-seeds";
import type { DrillReport } from "../lab/drill/report";
import { estimateSchema } from "./statistics-schema";

const count = z.number().int().min(0);
const ms = z.number().min(0);
const ratio = z.number().min(0);
const verdict = z.enum(["held", "deviated", "invalid"]);
const span = z.enum(["before", "during", "after", "always"]);
const unit = z.enum(["time", "share", "rate", "count"]).describe("Of values and limit: ms, 0..1, 1/s, or a plain number.");
const value = z.number().nullable();
const drill = z.strictObject({ id: z.string(), title: z.string(), description: z.string() });

const objective = z.strictObject({
  text: z.string().describe("As the document has it."),
  from: z.enum(["hypothesis", "document"]),
  unit,
  limit: z.number(),
  probes: z.array(
    z.strictObject({
      span,
      startMs: ms,
      endMs: ms,
      value: value.describe("Over a moving window the worst; null where there was nothing to measure."),
      verdict: z.enum(["held", "deviated"]).nullable(),
    }),
  ),
  spanMs: ms.nullable().describe("Read from moment to moment over spans of this length; null for what is only known at the end."),
  now: z.strictObject({ value, met: z.boolean() }).nullable().describe("Over the last such span."),
  timeToDetectMs: ms.nullable().describe("From the method's start to the end of the first span that misses it; null: never missed."),
  timeToRecoverMs: ms.nullable().describe("From the method's end until it holds for good."),
  budget: z
    .strictObject({ allowedRatio: ratio, spentRatio: ratio, burnRate: ratio, peakBurnRate: ratio })
    .nullable()
    .describe("Of objectives of errors and availability: failed requests against those allowed."),
});

const felt = z.strictObject({
  id: z.string(),
  name: z.string(),
  hit: z.boolean().describe("The method is aimed at it."),
  felt: z.array(
    z.strictObject({
      metric: z.enum(["errors", "latency", "traffic", "load", "waiting"]),
      usual: z.tuple([z.number(), z.number()]).describe("Least and greatest in the steady state's windows."),
      worst: z.number(),
      fromMs: ms,
      untilMs: ms,
    }),
  ),
});

/** A drill in the result of a run. */
export const drillReportSchema = z.strictObject({
  format: z.literal("faultyard-drill"),
  version: z.literal(1),
  drill,
  phase: z.enum(["settle", "before", "method", "recovery", "after", "over"]),
  verdict: verdict.nullable(),
  words: z.string(),
  times: z.strictObject({ settledMs: ms, steadyUntilMs: ms, methodMs: ms, methodEndMs: ms, recoveredByMs: ms, endMs: ms }),
  steps: z.array(z.strictObject({ id: z.string(), label: z.string(), startMs: ms, endMs: ms.nullable() })),
  stopped: z.strictObject({ objective: z.string(), atMs: ms }).nullable(),
  objectives: z.array(objective),
  timeToDetectMs: ms.nullable(),
  timeToRecoverMs: ms.nullable(),
  recovered: z.boolean().nullable(),
  lost: z.strictObject({ total: count, byReason: z.record(z.string(), count) }).describe("Requests that failed since the method began."),
  blastRadius: z.strictObject({ operations: z.array(felt), nodes: z.array(felt) }),
}) satisfies z.ZodType<DrillReport>;

/** What `faultyard drill-everything --json` prints. */
export const everythingSchema = z.strictObject({
  format: z.literal("faultyard-everything"),
  version: z.literal(1),
  topology: z.string(),
  seeds: z.array(count),
  losses: z
    .array(
      z.strictObject({
        drill: z.string(),
        unit: z.enum(["node", "replica", "leader", "all replicas", "link"]),
        id: z.string(),
        name: z.string(),
        replicas: count,
        harm: z
          .enum(["gone", "hurt", "bumpy", "unfelt"])
          .describe("For good: a client or operation, a part of the answers; or only until it was noticed; or not at all."),
        isSinglePoint: z.boolean(),
        lostRatio: ratio.describe("Share of all answers that stays away, 0..1."),
        missing: z.array(z.strictObject({ sort: z.enum(["source", "operation"]), id: z.string(), name: z.string(), lostRatio: ratio })),
        failed: z.number().min(0).describe("Requests that failed in the 80 s after it, mean over the seeds."),
      }),
    )
    .describe("Worst first."),
  singlePoints: z.strictObject({ nodes: z.array(z.string()), links: z.array(z.string()) }),
}) satisfies z.ZodType<EverythingResult>;

const spread = z
  .strictObject({ low: z.number(), high: z.number(), seeds: count, mean: estimateSchema })
  .describe("Least and greatest over the seeds, and their mean with its 95 % interval.")
  .nullable();

/** What `faultyard run --drill NAME --replications N --json` prints. */
export const drillSeedsSchema = z.strictObject({
  format: z.literal("faultyard-drill-seeds"),
  version: z.literal(1),
  drill,
  seeds: count,
  verdicts: z.strictObject({ held: count, deviated: count, invalid: count }),
  holds: z.strictObject({ low: ratio, high: ratio }).describe("95 % interval of the share of seeds in which it holds."),
  verdict,
  objectives: z.array(
    z.strictObject({
      text: z.string(),
      unit,
      limit: z.number(),
      probes: z.array(z.strictObject({ span, held: count, of: count, value: spread })),
    }),
  ),
  timeToDetectMs: spread,
  timeToRecoverMs: spread,
  lost: spread,
  runs: z.array(z.strictObject({ seed: count, runHash: z.string().regex(/^[0-9a-f]{16}$/), verdict })),
}) satisfies z.ZodType<DrillSeeds>;
