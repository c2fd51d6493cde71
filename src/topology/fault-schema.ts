import * as z from "zod";
import type { FaultDefinition } from "../catalog/faults/define";
import { faults } from "../catalog/faults/definitions";

/** Ids are short, printable and safe as object keys. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "An id is 1 to 64 letters, digits, dots, dashes or underscores.");
/** A time or length of time within a run [ms]. */
export const timeMs = z.number().min(0).max(86_400_000);

const nodeTarget = z.strictObject({
  type: z.literal("node"),
  id: idSchema,
  /** Replica indices from 0; without these, a count and a share, all are meant. */
  replicas: z.array(z.number().int().min(0).max(100_000)).min(1).max(1000).optional(),
  /** So many replicas, chosen by the fault's own chance. */
  count: z.number().int().min(1).max(100_000).optional(),
  /** This share of them, rounded up [%]. */
  percent: z.number().gt(0).max(100).optional(),
});
export type NodeTarget = z.infer<typeof nodeTarget>;

export const targetSchema = z.discriminatedUnion("type", [
  nodeTarget,
  z.strictObject({
    type: z.literal("link"),
    id: idSchema,
    /** Only the requests, or only the replies; absent means both. */
    direction: z.enum(["forward", "backward"]).optional(),
  }),
  z.strictObject({ type: z.literal("boundary"), id: idSchema }),
  z.strictObject({ type: z.literal("all") }),
]);
export type FaultTarget = z.infer<typeof targetSchema>;

const faultSchemas = (faults as readonly FaultDefinition[]).map((fault) =>
  z.strictObject({
    id: idSchema,
    type: z.literal(fault.id),
    target: targetSchema,
    startMs: timeMs,
    /** Absent: until the end of the run. */
    durationMs: timeMs.gt(0).optional(),
    /** From the start until it acts in full; absent: at once. */
    rampMs: timeMs.gt(0).optional(),
    params: fault.params.prefault({}),
  }),
);
type FaultSchema = (typeof faultSchemas)[number];
export const faultSchema = z.discriminatedUnion("type", faultSchemas as [FaultSchema, ...FaultSchema[]]);
export type FaultEntry = z.infer<typeof faultSchema>;
