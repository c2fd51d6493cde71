import { closest } from "../../base/closest";
import { fail, type Result, succeed } from "../../base/result";
import { kindOf } from "../../catalog/kinds/definitions";
import type { Operation } from "../../catalog/operation";
import type { Topology, TopologyNode } from "../schema";
import { type Measure, measureOf } from "./measures";
import type { Objective, Target } from "./objective";
import type { ParsedObjective } from "./parse";
import type { ObjectiveProblem } from "./scanner";

/** Whom an objective is of, in a document: everything, the operations of one name, or one node. */
export type Subject =
  | { readonly type: "all" }
  | { readonly type: "operation"; readonly name: string }
  | { readonly type: "node"; readonly id: string };

/** Finds whom an objective is of, or says what is wrong with it there. */
export function resolveObjective(topology: Topology, { objective, places }: ParsedObjective): Result<Subject, ObjectiveProblem> {
  const measure = measureOf(objective.measure) as Measure;
  const { target } = objective;
  if (target === null) return whole(topology, objective);
  const at = places.target;
  const refuse = (message: string, remedy: string) => fail({ at, length: target.name.length, message, remedy });
  const found = find(topology, target, measure.target === "any");
  if (found === null) {
    const known = namesOf(topology, target, measure.target === "any");
    const meant = closest(target.name, known);
    const what = target.as !== "any" ? target.as : measure.target === "any" ? "operation or node" : "node";
    const remedy =
      meant !== null ? `Did you mean "${meant}"?` : known.length === 0 ? "Add it first." : `There are: ${known.slice(0, 20).join(", ")}.`;
    return refuse(`There is no ${what} "${target.name}".`, remedy);
  }
  if (found.type === "operation") return succeed(found);
  const { node } = found;
  const subject: Subject = { type: "node", id: node.id };
  if (objective.measure === "goodput") return refuse("Goodput is of an operation, or end to end.", "Name an operation, or use throughput.");
  if (!NEEDS_MARK.includes(objective.measure) || marks(node, objective.measure).length > 0) {
    const wrongUnit = unitProblem(objective, node, places.limit);
    return wrongUnit === null ? succeed(subject) : fail(wrongUnit);
  }
  const able = (topology.nodes as readonly TopologyNode[]).filter((other) => marks(other, objective.measure).length > 0);
  const remedy =
    able.length === 0
      ? "Use another measure."
      : `Ask it of ${able
          .map(({ id }) => id)
          .slice(0, 10)
          .join(" or ")}.`;
  return refuse(`${node.name} has no ${objective.measure.replace("queue.", "")} to measure.`, remedy);
}

/** What only some kinds measure: they mark a gauge or a figure as the answer to it. */
const NEEDS_MARK: readonly string[] = ["queue.age", "lag", "rpo", "rto"];

/** Units of a node's gauges and figures that answer a measure. */
function marks({ kind }: TopologyNode, measure: string): string[] {
  const { gauges, figures = [] } = kindOf(kind);
  return [...gauges, ...figures].filter((one) => one.measure === measure).map(({ unit }) => unit);
}

function whole(topology: Topology, { measure }: Objective): Result<Subject, ObjectiveProblem> {
  const rule = (measureOf(measure) as Measure).target;
  const nodes = topology.nodes as readonly TopologyNode[];
  if (rule !== "some node" || nodes.some((node) => marks(node, measure).length > 0)) return succeed({ type: "all" });
  const message = `Nothing in this document has an ${measure}.`;
  return fail({ at: 0, length: measure.length, message, remedy: "Add what can lose writes or fail over, or use another measure." });
}

function unitProblem({ measure, limit }: Objective, node: TopologyNode, at: number): ObjectiveProblem | null {
  if (measure !== "lag") return null;
  const [unit] = marks(node, measure);
  if (unit === "ms" && limit.unit === "" && limit.value !== 0)
    return { at, length: 0, message: `The lag of ${node.name} is a time.`, remedy: "Write it with its unit, such as 500ms." };
  if (unit !== "ms" && limit.unit !== "")
    return { at, length: 0, message: `The lag of ${node.name} is counted in ${unit}.`, remedy: "Write a number without a unit." };
  return null;
}

type Found = { readonly type: "operation"; readonly name: string } | { readonly type: "node"; readonly node: TopologyNode };

function find(topology: Topology, { name, as }: Target, mayBeOperation: boolean): Found | null {
  if (as !== "node" && mayBeOperation && operationsOf(topology).includes(name)) return { type: "operation", name };
  if (as === "operation") return null;
  const nodes = topology.nodes as readonly TopologyNode[];
  const node = nodes.find(({ id }) => id === name) ?? nodes.find((one) => one.name === name);
  return node === undefined ? null : { type: "node", node };
}

function namesOf(topology: Topology, { as }: Target, mayBeOperation: boolean): string[] {
  const operations = as !== "node" && mayBeOperation ? operationsOf(topology) : [];
  const nodes = as === "operation" ? [] : topology.nodes.flatMap(({ id, name }) => [id, name]);
  return [...new Set([...operations, ...nodes])];
}

/** Names of all operations that clients ask for, each once. */
export function operationsOf({ nodes }: Topology): string[] {
  const all = (nodes as readonly TopologyNode[]).flatMap(({ config }) =>
    "operations" in config ? (config.operations as readonly (Operation | string)[]) : [],
  );
  return [...new Set(all.flatMap((one) => (typeof one === "object" ? [one.name] : [])))];
}
