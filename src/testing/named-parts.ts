import { calleesOf, withCallees } from "../topology/callees";
import type { Topology } from "../topology/schema";
import { OPERATIONS } from "./schema-arbitrary";

/** Random configurations name callees by number: here each becomes a link or node that is there, or goes where none is. */
export function withNamedCallees(topology: Topology): Topology {
  const callees = calleesOf(topology);
  return withCallees(topology, (node, name) => {
    const known = [...(callees.get(node.id) ?? [])];
    return known.length === 0 ? null : known[Number(name) % known.length];
  });
}

/** The first operations of a client take the names by which links and steps pick some. */
export function withNamedOperations(config: unknown): object {
  const { operations, ...rest } = config as { readonly operations: readonly object[] };
  return {
    ...rest,
    operations: operations.map((operation, i) => (i < OPERATIONS.length ? { ...operation, name: OPERATIONS[i] } : operation)),
  };
}
