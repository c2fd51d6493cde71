import type { Operation } from "../../../catalog/operation";
import type { Topology, TopologyNode } from "../../schema";
import { type Drill, drillSchema } from "../schema";

/** A drill that can be had for any topology in which there is something for it to break. */
export interface ReadyDrill {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it does, and to whom. */
  readonly summary: string;
  /** The drill for this topology, with its targets chosen; null where it has nothing to aim at. */
  draft(topology: Topology): Drill | null;
}

interface Draft {
  readonly description: string;
  /** Beside what is usual. */
  readonly hypothesis?: readonly string[];
  readonly method: object;
  readonly more?: object;
}

/** Puts a drill together: the usual hypothesis, and ids that are free in the document. */
export function drafted(topology: Topology, { id, title }: Pick<ReadyDrill, "id" | "title">, draft: Draft): Drill {
  const { description, method, more } = draft;
  const hypothesis = [...usualHypothesis(topology), ...(draft.hypothesis ?? [])];
  const drills = new Set(topology.drills.map((drill) => drill.id));
  const drill = drillSchema.parse({ id: freeId(drills, id), title, description, hypothesis, method, ...more });
  const faults = new Set(topology.faults.map((fault) => fault.id));
  const renamed = <T extends { readonly id: string }>(steps: readonly T[]): T[] =>
    steps.map((step) => ({ ...step, id: freeId(faults, step.id) }));
  return { ...drill, method: { ...drill.method, faults: renamed(drill.method.faults), traffic: renamed(drill.method.traffic) } };
}

function freeId(taken: ReadonlySet<string>, wish: string): string {
  let free = wish;
  for (let n = 2; taken.has(free); n++) free = `${wish}-${n}`;
  return free;
}

/** Hardly any errors, and answers within the deadline that clients set themselves; what the document has already is left out. */
function usualHypothesis(topology: Topology): string[] {
  const operations = (topology.nodes as readonly TopologyNode[])
    .filter(({ config }) => Array.isArray(config.operations))
    .flatMap(({ config }) => (config.operations as readonly (Operation | string)[]).filter((one) => typeof one === "object"));
  const deadlineMs = Math.min(...operations.map((operation) => operation.deadlineMs));
  const usual = ["errors < 1%", ...(Number.isFinite(deadlineMs) ? [`p99 < ${deadlineMs}ms`] : [])];
  return usual.filter((text) => !topology.objectives.includes(text));
}
