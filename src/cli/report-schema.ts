import * as z from "zod";
import type { DrillRecord } from "../lab/reports/record";
import { CURRENT_VERSION, FORMAT } from "../topology/schema";
import { drillReportSchema, drillSeedsSchema } from "./drill-schema";
import { resultSchema } from "./result-schema";

const count = z.number().int().min(0);
const counts = z.array(count);
const times = z.array(z.number().min(0).nullable()).describe("Of ok requests [ms]; null where there were none.");

/** What `faultyard run --drill NAME --report FILE.json` writes. */
export const reportSchema = z.strictObject({
  format: z.literal("faultyard-report"),
  version: z.literal(1),
  madeBy: z.strictObject({ name: z.literal("Faultyard"), version: z.string(), documentVersion: count }),
  reproduce: z.strictObject({
    file: z.string().describe("What to call the document below when it is saved."),
    command: z.string().describe("Comes to the same with the document in that file."),
  }),
  topology: z
    .looseObject({ format: z.literal(FORMAT), version: z.literal(CURRENT_VERSION) })
    .describe("The document as it was run; `faultyard schema` describes it."),
  run: resultSchema
    .extend({ drill: drillReportSchema })
    .describe("The one run, or of many seeds the one that is shown: the first that did not hold, or else the first."),
  series: z
    .strictObject({
      startMs: z.array(z.number().min(0)),
      endMs: z.array(z.number().min(0)),
      ok: counts,
      failed: counts,
      p50Ms: times,
      p95Ms: times,
      p99Ms: times,
      queues: z
        .array(z.strictObject({ node: z.string(), name: z.string(), queued: counts }))
        .describe("Requests that wait at each window's end, of the nodes where most have waited."),
    })
    .describe("One entry per window of the run, as the charts show it."),
  seeds: drillSeedsSchema.nullable().describe("null of a single run."),
}) satisfies z.ZodType<Omit<DrillRecord, "topology">>;
