import { type Drill, drillSchema, type OperatorAction, type TrafficChange } from "../drills/schema";
import { methodLengthMs } from "../drills/timeline";
import type { FaultEntry, Topology } from "../schema";
import type { Added } from "./add";
import { freshId, freshName, usedIds } from "./ids";

/** One thing that a drill's method does, and on which of its lists it stands. */
export type DrillStep =
  | { readonly sort: "faults"; readonly step: FaultEntry }
  | { readonly sort: "traffic"; readonly step: TrafficChange }
  | { readonly sort: "actions"; readonly step: OperatorAction };
export type StepSort = DrillStep["sort"];

/** A step to be, without its id; what it leaves out takes its default. */
export interface NewStep {
  readonly sort: StepSort;
  /** Its id is this with a number. */
  readonly stem: string;
  readonly step: Readonly<Record<string, unknown>>;
}

const SORTS: readonly StepSort[] = ["faults", "traffic", "actions"];

/** A drill that judges errors and does nothing yet. */
export function addDrill(topology: Topology, title = "Drill", values: object = {}): Added {
  const id = freshId(takenIds(topology), "drill");
  const name = freshName(
    topology.drills.map((drill) => drill.title),
    title,
  );
  const drill = drillSchema.parse({ hypothesis: ["errors < 1%"], ...values, id, title: name });
  return { id, topology: { ...topology, drills: [...topology.drills, drill] } };
}

/** The copy stands behind its model. */
export function duplicateDrill(topology: Topology, id: string): Added | null {
  const at = topology.drills.findIndex((drill) => drill.id === id);
  const model = topology.drills[at];
  if (model === undefined) return null;
  const copyId = freshId(takenIds(topology), "drill");
  const title = freshName(
    topology.drills.map((drill) => drill.title),
    model.title,
  );
  const drills = topology.drills.toSpliced(at + 1, 0, { ...model, id: copyId, title });
  return { id: copyId, topology: { ...topology, drills } };
}

export function removeDrill(topology: Topology, id: string): Topology {
  return { ...topology, drills: topology.drills.filter((drill) => drill.id !== id) };
}

/** Changes a drill; the document stays as it is when the result would not be valid by its schema. */
export function changeDrill(topology: Topology, id: string, change: (drill: Drill) => object): Topology {
  const old = topology.drills.find((drill) => drill.id === id);
  if (old === undefined) return topology;
  const parsed = drillSchema.safeParse(withoutUndefined(change(old)));
  if (!parsed.success) return topology;
  return { ...topology, drills: topology.drills.map((drill) => (drill.id === id ? parsed.data : drill)) };
}

/** All that a method does, with the lists that hold it. */
export function methodSteps({ method }: Drill): DrillStep[] {
  return [
    ...method.faults.map((step) => ({ sort: "faults", step }) as const),
    ...method.traffic.map((step) => ({ sort: "traffic", step }) as const),
    ...method.actions.map((step) => ({ sort: "actions", step }) as const),
  ];
}

/** Adds a step behind the others of its sort; null where its values are out of range. */
export function addStep(topology: Topology, drillId: string, { sort, stem, step }: NewStep): Added | null {
  const drill = topology.drills.find((one) => one.id === drillId);
  if (drill === undefined) return null;
  const id = freshId(new Set([...takenIds(topology), ...methodSteps(drill).map((one) => one.step.id)]), stem);
  const next = changeDrill(topology, drillId, (old) => ({
    ...old,
    method: { ...old.method, [sort]: [...old.method[sort], withoutUndefined({ ...step, id })] },
  }));
  return next === topology ? null : { id, topology: next };
}

/** Changes a step; `undefined` takes a value away. What would not be valid leaves the document as it was. */
export function changeStep(topology: Topology, drillId: string, stepId: string, change: object): Topology {
  return changeDrill(topology, drillId, (drill) =>
    withEachStep(drill, (step) => (step.id === stepId ? [withoutUndefined({ ...step, ...change })] : [step])),
  );
}

export function removeStep(topology: Topology, drillId: string, stepId: string): Topology {
  return changeDrill(topology, drillId, (drill) => withEachStep(drill, (step) => (step.id === stepId ? [] : [step])));
}

/** Where a step goes that nobody has placed: after all the others [ms]. */
export function endOfMethod(drill: Drill): number {
  const starts = methodSteps(drill).map(({ step }) => step.startMs);
  return methodLengthMs({ ...drill, method: { ...drill.method, durationMs: undefined } }) ?? Math.max(0, ...starts);
}

function withEachStep(drill: Drill, change: (step: DrillStep["step"]) => object[]): object {
  const lists = SORTS.map((sort) => [sort, drill.method[sort].flatMap(change)] as const);
  return { ...drill, method: { ...drill.method, ...Object.fromEntries(lists) } };
}

function takenIds(topology: Topology): Set<string> {
  return new Set([...usedIds(topology), ...topology.drills.map(({ id }) => id)]);
}

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}
