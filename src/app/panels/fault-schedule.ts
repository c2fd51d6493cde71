import * as z from "zod";
import { faultOf } from "../../catalog/faults/definitions";
import { quantity } from "../../catalog/fields";
import { canRamp } from "../../topology/checks/fault-reach";
import type { FaultEntry } from "../../topology/schema";

/** When a planned fault starts and how long it lasts, as a person writes it. */
export const scheduleSchema = z.strictObject({
  startS: quantity({ title: "Starts at", unit: "s", default: 20, min: 0, max: 86_400 }),
  lastsS: quantity({
    title: "Lasts",
    unit: "s",
    default: 20,
    min: 0,
    max: 86_400,
    help: "0 lasts until the end of the run.",
  }),
  rampS: quantity({
    title: "Ramp",
    unit: "s",
    default: 0,
    min: 0,
    max: 86_400,
    help: "From the start until it acts in full: ever harder, or on ever more replicas.",
  }),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** What can be said of when a fault acts: in a moment nothing lasts, and not everything can climb. A ramp that is there is shown. */
export function scheduleForm(fault: Pick<FaultEntry, "type" | "target" | "params" | "rampMs">): z.ZodObject {
  const { startS, lastsS, rampS } = scheduleSchema.shape;
  const lasts = faultOf(fault.type).momentary !== true;
  const ramps = fault.rampMs !== undefined || canRamp(fault);
  return z.strictObject({ startS, ...(lasts && { lastsS }), ...(ramps && { rampS }) });
}

/** As it stands in the document. */
export function timesOf({ startS, lastsS = 0, rampS = 0 }: Partial<Schedule> & Pick<Schedule, "startS">): {
  readonly startMs: number;
  readonly durationMs: number | undefined;
  readonly rampMs: number | undefined;
} {
  return {
    startMs: Math.round(startS * 1000),
    durationMs: lastsS === 0 ? undefined : Math.max(1, Math.round(lastsS * 1000)),
    rampMs: rampS === 0 ? undefined : Math.max(1, Math.round(rampS * 1000)),
  };
}

export function scheduleOf(fault: Pick<FaultEntry, "startMs" | "durationMs" | "rampMs">): Schedule {
  return {
    startS: fault.startMs / 1000,
    lastsS: (fault.durationMs ?? 0) / 1000,
    rampS: (fault.rampMs ?? 0) / 1000,
  };
}

export type FaultPhase = "scheduled" | "active" | "over";

/** At one instant, ends come before starts. */
export function phaseOf(fault: Pick<FaultEntry, "startMs" | "durationMs">, nowMs: number): FaultPhase {
  if (nowMs < fault.startMs) return "scheduled";
  return fault.durationMs !== undefined && nowMs >= fault.startMs + fault.durationMs ? "over" : "active";
}

/** "20 s to 45 s". */
export function spanText(fault: Pick<FaultEntry, "startMs" | "durationMs">): string {
  const seconds = (ms: number) => `${Number((ms / 1000).toFixed(3))} s`;
  return fault.durationMs === undefined
    ? `from ${seconds(fault.startMs)}`
    : `${seconds(fault.startMs)} to ${seconds(fault.startMs + fault.durationMs)}`;
}
