import { type Topology, topologySchema } from "./schema";

/**
 * The file: keys in the schema's order, two blanks, a last line end. The same document always gives the same bytes,
 * so that files differ only where documents do.
 */
export function exportTopology(topology: Topology): string {
  return `${JSON.stringify(canonical(topology), null, 2)}\n`;
}

/** The same in as few bytes as possible, for links and comparisons. */
export function compactTopology(topology: Topology): string {
  return JSON.stringify(canonical(topology));
}

/** Zod builds its result in the order of the schema, whatever order edits left the fields in. */
function canonical(topology: Topology): Topology {
  return topologySchema.parse(topology);
}
