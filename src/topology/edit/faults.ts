import { type FaultEntry, type FaultTarget, faultSchema, type Topology } from "../schema";
import type { Added } from "./add";
import { freshId, usedIds } from "./ids";

/** A fault to be; fields left out take their defaults. */
export interface NewFault {
  readonly type: string;
  readonly target: FaultTarget;
  readonly startMs: number;
  readonly durationMs?: number | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Plans a fault; null when its values are out of range. */
export function addFault(topology: Topology, fault: NewFault): Added | null {
  const id = freshId(usedIds(topology), "fault");
  const parsed = faultSchema.safeParse(withoutUndefined({ id, ...fault }));
  return parsed.success ? { id, topology: { ...topology, faults: [...topology.faults, parsed.data] } } : null;
}

/** Changes a fault; the document stays as it is when the result would not be valid. `durationMs: undefined` is "until the end". */
export function updateFault(topology: Topology, id: string, change: Partial<Omit<FaultEntry, "id">>): Topology {
  const old = topology.faults.find((fault) => fault.id === id);
  if (old === undefined) return topology;
  const parsed = faultSchema.safeParse(withoutUndefined({ ...old, ...change }));
  if (!parsed.success) return topology;
  return { ...topology, faults: topology.faults.map((fault) => (fault.id === id ? parsed.data : fault)) };
}

/** Takes in a fault that the running simulation started, under the id it was given there. */
export function recordFault(topology: Topology, fault: FaultEntry): Topology {
  const others = topology.faults.filter(({ id }) => id !== fault.id);
  return { ...topology, faults: [...others, fault] };
}

export function removeFault(topology: Topology, id: string): Topology {
  return { ...topology, faults: topology.faults.filter((fault) => fault.id !== id) };
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
