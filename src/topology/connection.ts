import { kindOf } from "../catalog/kinds/definitions";
import { findPath } from "./call-graph";
import type { Topology } from "./schema";

/** Why two nodes cannot be linked, as a sentence for the canvas; null when they can. */
export function connectionProblem(topology: Topology, fromId: string, toId: string): string | null {
  const from = topology.nodes.find(({ id }) => id === fromId);
  const to = topology.nodes.find(({ id }) => id === toId);
  if (from === undefined || to === undefined) return "A link needs a node at both ends.";
  if (from === to) return `${from.name} cannot call itself. Connect it to another node.`;
  const caller = kindOf(from.kind);
  const callee = kindOf(to.kind);
  if (caller.ports.outgoing === "none")
    return `A ${caller.title.toLowerCase()} answers calls and makes none. Start the link at the caller.`;
  if (!callee.ports.incoming) return `A ${callee.title.toLowerCase()} makes calls and receives none. End the link at another node.`;
  const links = topology.links.filter((link) => link.from === fromId);
  if (links.some((link) => link.to === toId)) return `${from.name} already calls ${to.name}. One link is enough.`;
  if (caller.ports.outgoing === "one" && links.length > 0) {
    return `A ${caller.title.toLowerCase()} calls one node only. Remove its link first.`;
  }
  const back = findPath(topology.links, toId, fromId);
  if (back === null) return null;
  const names = new Map(topology.nodes.map(({ id, name }) => [id, name]));
  const cycle = [...back, toId].map((id) => names.get(id) ?? id).join(" → ");
  return `Calls would go in a circle: ${cycle}. A request could never end.`;
}
