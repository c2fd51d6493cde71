import * as z from "zod";
import { choice, described, quantity, text } from "../../catalog/fields";
import { faultSchema, idSchema, timeMs } from "../fault-schema";

/** One objective in its grammar, `p99(checkout) < 300ms`; see `topology/objectives`. Read when the drill is checked. */
export const objectiveText = z.string().min(1).max(200);

/** When something of a method begins, and for how long it lasts; times count from the method's start. */
const span = {
  startMs: timeMs,
  /** Absent: until the rollback. */
  durationMs: timeMs.gt(0).optional(),
};
const rampMs = timeMs.gt(0).optional();

/** Requests of one client, or of all: so many times what they would be, or so many per second. */
const trafficChange = z.strictObject({
  id: idSchema,
  /** A client's id; absent: every client. */
  client: idSchema.optional(),
  ...span,
  /** From the start until it is in full force; absent: at once. */
  rampMs,
  change: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("factor"), factor: quantity({ title: "Traffic times", default: 2, min: 0, max: 1000 }) }),
    z.strictObject({
      type: z.literal("rate"),
      ratePerSecond: quantity({ title: "Rate", unit: "/s", default: 100, min: 0, max: 10_000_000 }),
    }),
  ]),
});

const graceMs = quantity({ title: "Grace", unit: "ms", default: 30_000, min: 0, max: 3_600_000 });

/** What an operator does to a node. */
const operatorAction = z.discriminatedUnion("type", [
  z.strictObject({ id: idSchema, type: z.literal("failover"), node: idSchema, startMs: timeMs }),
  z.strictObject({
    id: idSchema,
    type: z.literal("scale"),
    node: idSchema,
    ...span,
    replicas: quantity({ title: "Replicas", default: 2, min: 1, max: 1000, integer: true }),
    bootMs: quantity({ title: "Boot time", unit: "ms", default: 5000, min: 0, max: 3_600_000 }),
    graceMs,
  }),
  z.strictObject({
    id: idSchema,
    type: z.literal("drain"),
    node: idSchema,
    ...span,
    /** Replica indices from 0; absent: all. */
    replicas: z.array(z.number().int().min(0).max(100_000)).min(1).max(1000).optional(),
    graceMs,
  }),
]);

const undone = { all: "Everything", faults: "Faults and traffic", nothing: "Nothing" } as const;

/** A failure drill: a hypothesis, a method that puts it to the test, and when to stop. */
export const drillSchema = z.strictObject({
  id: idSchema,
  title: text({ title: "Title", default: "Drill", maxLength: 120 }),
  description: described(z.string().max(5000).default(""), { title: "Description" }),
  /** Objectives; one without "before", "after", "during" or "always" is probed before and after the method. */
  hypothesis: described(z.array(objectiveText).max(50).default([]), { title: "Hypothesis" }),
  windows: z
    .strictObject({
      settleMs: quantity({
        title: "Settle",
        unit: "ms",
        default: 10_000,
        min: 0,
        max: 3_600_000,
        help: "From the run's start; nothing is judged yet.",
      }),
      beforeMs: quantity({
        title: "Steady state",
        unit: "ms",
        default: 20_000,
        min: 100,
        max: 3_600_000,
        help: "The hypothesis has to hold here, or the drill is invalid.",
      }),
      afterMs: quantity({
        title: "Recovery window",
        unit: "ms",
        default: 30_000,
        min: 100,
        max: 86_400_000,
        help: "From the method's end to the end of the drill.",
      }),
    })
    .prefault({}),
  method: z
    .strictObject({
      /** How long it lasts; absent: until the last of its steps ends. */
      durationMs: timeMs.gt(0).optional(),
      faults: z.array(faultSchema).max(200).default([]),
      traffic: z.array(trafficChange).max(50).default([]),
      actions: z.array(operatorAction).max(50).default([]),
    })
    .prefault({}),
  stop: z
    .array(
      z.strictObject({
        objective: objectiveText,
        forMs: quantity({
          title: "For",
          unit: "ms",
          default: 10_000,
          min: 0,
          max: 86_400_000,
          help: "Missed for so long without a break, it ends the method.",
        }),
      }),
    )
    .max(20)
    .default([]),
  rollback: z
    .strictObject({
      atStop: choice({ title: "Undone at a stop", options: undone, default: "all" }),
      atEnd: choice({ title: "Undone at the end", options: undone, default: "all" }),
    })
    .prefault({}),
  expectedRecoveryMs: quantity({
    title: "Expected recovery",
    unit: "ms",
    default: 10_000,
    min: 0,
    max: 86_400_000,
    help: "After the method's end; from then on the hypothesis has to hold again.",
  }),
});

export type Drill = z.infer<typeof drillSchema>;
export type TrafficChange = z.infer<typeof trafficChange>;
export type OperatorAction = z.infer<typeof operatorAction>;
