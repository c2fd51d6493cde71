import * as z from "zod";
import { described, quantity } from "../../catalog/fields";
import { canRamp } from "../../topology/checks/fault-reach";
import { drillSchema } from "../../topology/drills/schema";
import type { DrillStep } from "../../topology/edit/drills";
import { isMoment } from "./step-words";

const seconds = (title: string, fallback: number, help?: string) =>
  quantity({ title, unit: "s", default: fallback, min: 0, max: 86_400, ...(help === undefined ? {} : { help }) });

const startS = seconds("Starts at", 0, "From the method's start.");
const lastsS = seconds("Lasts", 20, "0 lasts until the rollback.");
const rampS = seconds("Ramp", 0, "From its start until it acts in full.");

/** When a step acts, as far as that can be said of it. */
export function timesForm({ sort, step }: DrillStep): z.ZodObject {
  if (isMoment({ sort, step } as DrillStep)) return momentForm;
  if (sort === "actions") return spanForm;
  return sort === "faults" && step.rampMs === undefined && !canRamp(step) ? spanForm : rampForm;
}
const momentForm = z.strictObject({ startS });
const spanForm = z.strictObject({ startS, lastsS });
const rampForm = z.strictObject({ startS, lastsS, rampS });

/** A step's times as the form has them [s]. */
export function timesIn({ step }: DrillStep): object {
  const of = (ms: number | undefined) => (ms ?? 0) / 1000;
  const { startMs, durationMs, rampMs } = step as { startMs: number; durationMs?: number; rampMs?: number };
  return { startS: of(startMs), lastsS: of(durationMs), rampS: of(rampMs) };
}

/** And back [ms]. */
export function timesOut(form: unknown): object {
  const { startS: from, lastsS: lasts, rampS: ramp } = form as { startS: number; lastsS?: number; rampS?: number };
  const ms = (s: number) => Math.max(1, Math.round(s * 1000));
  return {
    startMs: Math.round(from * 1000),
    ...(lasts === undefined ? {} : { durationMs: lasts === 0 ? undefined : ms(lasts) }),
    ...(ramp === undefined ? {} : { rampMs: ramp === 0 ? undefined : ms(ramp) }),
  };
}

const { method, windows, rollback, expectedRecoveryMs, description } = drillSchema.shape;
const methodShape = method.unwrap().shape;
const trafficShape = methodShape.traffic.unwrap().element.shape;
export const changeForm = z.strictObject({
  change: described(trafficShape.change, { title: "Change", labels: { factor: "Times the usual", rate: "A rate" } }),
});

/** The magnitudes of an operator's action. */
export function actionForm(type: string): z.ZodObject {
  const option = methodShape.actions.unwrap().element.options.find((one) => one.shape.type.value === type) as z.ZodObject | undefined;
  const shape = option?.shape ?? {};
  return z.strictObject(
    Object.fromEntries(Object.entries(shape).filter(([key]) => key === "graceMs" || (key === "replicas" && type === "scale"))),
  );
}

/** What is set of a drill as a whole. */
export const drillForm = z.strictObject({
  description,
  ...windows.unwrap().shape,
  expectedRecoveryMs,
  ...rollback.unwrap().shape,
});
export type DrillForm = z.infer<typeof drillForm>;
