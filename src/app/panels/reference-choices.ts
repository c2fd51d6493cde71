import type { Operation } from "../../catalog/operation";
import type { Topology } from "../../topology/schema";
import type { Choices } from "../forms/reference-field";
import { nodeById } from "./find-element";

/** What the fields of a node or of its links may name: the nodes it calls, and the operations of all clients. */
export function choicesFor(topology: Topology, caller: string): Choices {
  const callees = topology.links
    .filter(({ from }) => from === caller)
    .map(({ to }) => ({ value: to, label: nodeById(topology, to)?.name ?? to }));
  const operations = topology.nodes
    .filter(({ id }) => !topology.links.some(({ to }) => to === id))
    .flatMap(({ config }) => ("operations" in config ? (config.operations as readonly Operation[]) : []))
    .map(({ name }) => name);
  return { callee: callees, operation: [...new Set(operations)].map((name) => ({ value: name, label: name })) };
}
