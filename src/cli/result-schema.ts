import * as z from "zod";
import type { RunResult } from "../lab/result";
import { drillReportSchema } from "./drill-schema";
import { statisticsSchema } from "./statistics-schema";

const count = z.number().int().min(0);
const rate = z.number().min(0);
const ms = z.number().min(0).nullable();
const byReason = z.record(z.string(), count).describe("Failed requests by reason; reasons that did not occur are left out.");

const latency = z
  .strictObject({ count, mean: ms, p50: ms, p90: ms, p95: ms, p99: ms, p999: ms, max: ms })
  .describe("Milliseconds; null where nothing was recorded.");

const node = z.strictObject({
  kind: z.string(),
  name: z.string(),
  arrivals: count,
  ok: count,
  failed: count,
  failuresByReason: byReason,
  arrivalsPerSecond: rate,
  throughputPerSecond: rate,
  utilisationRatio: z.number().min(0).describe("Busy slots over all slots that were up, time average."),
  queueLength: rate.describe("Requests waiting, time average."),
  queueLengthMax: count,
  inSystem: rate.describe("Requests at the node, waiting or in work, time average."),
  latencyMs: latency.describe("From arrival at the node until its reply leaves."),
  waitMs: z.strictObject({ count, mean: ms }).describe("From arrival at the node until work begins."),
  gauges: z.record(z.string(), z.number()).describe("The kind's own figures at the end of the run, by id."),
  figures: z
    .record(z.string(), z.number().nullable())
    .describe("The kind's own totals over the run, by id; null where there was nothing to measure."),
});

const link = z.strictObject({
  from: z.string(),
  to: z.string(),
  calls: count,
  ok: count,
  failed: count,
  failuresByReason: byReason,
  retries: count,
  lateReplies: count.describe("Answers that came after the caller had given up."),
  cancelled: count.describe("Calls that the callee stopped because the caller took them back."),
  callsPerSecond: rate,
  connections: z
    .strictObject({ open: count, waiting: count, opened: count, openedPerSecond: rate, waitMs: z.strictObject({ count, mean: ms }) })
    .nullable()
    .describe("Open and waited for at the end, set up over the run, and how long calls waited; null where the protocol does without."),
  latencyMs: latency.describe("From a call's start until its answer reaches the caller, retries included."),
  policies: z
    .record(z.string(), z.record(z.string(), z.number().nullable()))
    .describe("What the link's policies counted over the run, by policy and figure; null where there was nothing to measure."),
});

/** What `faultyard run --json` prints. */
export const resultSchema = z.strictObject({
  format: z.literal("faultyard-result"),
  version: z.literal(1),
  topology: z.string().describe("The document's name."),
  runHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .describe("Hash of the outcome: the same file and seed give the same hash everywhere."),
  seed: count,
  durationMs: z.number().gt(0).describe("Simulated time."),
  events: count,
  requests: z
    .strictObject({
      issued: count,
      ok: count,
      failed: count,
      inFlight: count,
      good: count,
      failuresByReason: byReason,
    })
    .describe("issued = ok + failed + inFlight; good is ok within the deadline."),
  latencyMs: latency.describe("Of ok requests, as their clients saw them."),
  statistics: statisticsSchema,
  nodes: z.record(z.string(), node).describe("By node id."),
  links: z.record(z.string(), link).describe("By link id."),
  drill: drillReportSchema.optional().describe("Of a run that played a drill."),
}) satisfies z.ZodType<RunResult>;

/** The same as JSON Schema. */
export function resultJsonSchema(): object {
  return outputJsonSchema(resultSchema, "run result");
}

/** The JSON Schema of something that the command line prints. */
export function outputJsonSchema(schema: z.ZodType, name: string): object {
  return { ...z.toJSONSchema(schema, { target: "draft-2020-12" }), title: `Faultyard ${name}, version 1` };
}
