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
  if (fault.targets.includes("node")) choices.push(...topology.nodes.flatMap((node) => nodeTargets(fault, node)));
  if (fault.targets.includes("boundary")) choices.push(...topology.boundaries.map(({ id }) => ({ type: "boundary" as const, id })));
  if (fault.targets.includes("link")) choices.push(...topology.links.flatMap(({ id }) => linkTargets(fault, id)));
  return choices.map((target) => ({ target, label: `${targetName(topology, target)}${part(target)}` }));
}

function nodeTargets(fault: FaultDefinition, node: Topology["nodes"][number]): FaultTarget[] {
  const kind = kindOf(node.kind);
  if (!canAim(fault, kind)) return [];
  const whole = { type: "node" as const, id: node.id };
  const single = fault.wholeNode === true || fault.aimsAt === "sources" || kind.replicas(node.config as never) < 2;
  return single ? [whole] : [{ ...whole, replicas: [0] }, { ...whole, percent: 50 }, whole];
}

function linkTargets(fault: FaultDefinition, id: string): FaultTarget[] {
  const whole = { type: "link" as const, id };
  if (fault.directed !== true) return [whole];
  return [whole, { ...whole, direction: "forward" }, { ...whole, direction: "backward" }];
}

function part(target: FaultTarget): string {
  if (target.type === "link" && target.direction !== undefined) {
    return target.direction === "forward" ? ", requests only" : ", replies only";
  }
  if (target.type !== "node") return "";
  if (target.percent !== undefined) return ", half of its replicas";
  return target.replicas === undefined ? "" : ", one replica";
}
