import { faultOf } from "../../catalog/faults/definitions";
import { kindOf } from "../../catalog/kinds/definitions";
import type { FaultEntry, FaultTarget, Topology } from "../../topology/schema";

/** What a fault is aimed at, by the name a person gave it. */
export function targetName(topology: Topology, target: FaultTarget): string {
  if (target.type === "all") return "Everything";
  if (target.type === "link") {
    const link = topology.links.find(({ id }) => id === target.id);
    return link === undefined ? target.id : `${nameOf(topology, link.from)} to ${nameOf(topology, link.to)}`;
  }
  return nameOf(topology, target.id);
}

/** One line for a timeline or an undo menu, e.g. "Checkout B: crash, 1 of 3". */
export function faultWords(topology: Topology, fault: Pick<FaultEntry, "type" | "target" | "params">): string {
  return `${targetName(topology, fault.target)}: ${faultOf(fault.type).label(fault.params as never)}${share(topology, fault.target)}`;
}

function nameOf(topology: Topology, id: string): string {
  return [...topology.nodes, ...topology.boundaries].find((element) => element.id === id)?.name ?? id;
}

function share(topology: Topology, target: FaultTarget): string {
  if (target.type === "link" && target.direction !== undefined) {
    return target.direction === "forward" ? ", requests" : ", replies";
  }
  if (target.type !== "node") return "";
  if (target.percent !== undefined) return `, ${target.percent}%`;
  if (target.count !== undefined) return `, ${target.count}`;
  if (target.replicas === undefined) return "";
  const node = topology.nodes.find(({ id }) => id === target.id);
  if (node === undefined) return "";
  const count = kindOf(node.kind).replicas(node.config as never);
  return target.replicas.length >= count ? "" : `, ${target.replicas.length} of ${count}`;
}
