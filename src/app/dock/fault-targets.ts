import { canAim } from "../../catalog/faults/aim";
import type { FaultDefinition } from "../../catalog/faults/define";
import { kindOf } from "../../catalog/kinds/definitions";
import type { FaultTarget, Topology } from "../../topology/schema";
import { targetName } from "./fault-words";

export interface TargetChoice {
  readonly label: string;
  readonly target: FaultTarget;
}

/** Everything in the document that a fault can be aimed at, in words. */
export function targetsFor(topology: Topology, fault: FaultDefinition): TargetChoice[] {
  const choices: FaultTarget[] = [];
  if (fault.targets.includes("all")) choices.push({ type: "all" });
  if (fault.targets.includes("node"))
    choices.push(...topology.nodes.flatMap((node) => nodeTargets(fault, node)));
  if (fault.targets.includes("boundary"))
    choices.push(...topology.boundaries.map(({ id }) => ({ type: "boundary" as const, id })));
  if (fault.targets.includes("link"))
    choices.push(...topology.links.map(({ id }) => ({ type: "link" as const, id })));
  return choices.map((target) => ({ target, label: `${targetName(topology, target)}${part(target)}` }));
}

function nodeTargets(fault: FaultDefinition, node: Topology["nodes"][number]): FaultTarget[] {
  const kind = kindOf(node.kind);
  if (!canAim(fault, kind)) return [];
  const whole = { type: "node" as const, id: node.id };
  const one = kind.replicas(node.config as never) > 1 && fault.aimsAt !== "sources";
  return one ? [{ ...whole, replicas: [0] }, whole] : [whole];
}

function part(target: FaultTarget): string {
  return target.type === "node" && target.replicas !== undefined ? ", one replica" : "";
}
