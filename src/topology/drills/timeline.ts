import type { Drill } from "./schema";

/** When something of a method acts, from the method's start [ms]; `endMs` is null where it lasts until the rollback. */
export interface Step {
  readonly id: string;
  /** Where it stands in the drill, such as `method.faults[0]`. */
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number | null;
}

/** Everything that a method does, in the order of the document. */
export function stepsOf({ method }: Drill): Step[] {
  const { faults, traffic, actions } = method;
  const lists = { faults, traffic, actions };
  return Object.entries(lists).flatMap(([name, list]) =>
    list.map((step, i) => ({
      id: step.id,
      path: `method.${name}[${i}]`,
      startMs: step.startMs,
      endMs: endOf(step),
    })),
  );
}

/** A failover is over once it is asked for, in a moment that has a length; whatever else has no duration lasts until the rollback. */
function endOf(step: { readonly startMs: number; readonly durationMs?: number | undefined; readonly type?: string }): number | null {
  if (step.type === "failover") return step.startMs + 1;
  return step.durationMs === undefined ? null : step.startMs + step.durationMs;
}

/** How long a method lasts [ms]: as it says, else until its last step ends; null where nothing says it. */
export function methodLengthMs(drill: Drill): number | null {
  const said = drill.method.durationMs;
  if (said !== undefined) return said;
  const steps = stepsOf(drill);
  if (steps.length === 0) return 0;
  const ends = steps.flatMap(({ endMs }) => (endMs === null ? [] : [endMs]));
  const last = Math.max(0, ...ends);
  // What begins when all that has an end is over would have no time at all.
  return last > 0 && steps.every(({ startMs, endMs }) => endMs !== null || startMs < last) ? last : null;
}
