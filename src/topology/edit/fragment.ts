import { CURRENT_VERSION, type Topology } from "../schema";
import { withContents } from "./move";

export const FRAGMENT_FORMAT = "faultyard-fragment";

/** Part of a document, as it lies on the clipboard; also readable in another tab. */
export interface Fragment extends Pick<Topology, "version" | "nodes" | "links" | "boundaries" | "notes" | "faults"> {
  readonly format: typeof FRAGMENT_FORMAT;
}

/** The elements, all inside chosen boundaries, the links among them and the faults aimed at them; null for nothing. */
export function copy(topology: Topology, ids: Iterable<string>): Fragment | null {
  const all = withContents(topology, ids);
  const chosen = <T extends { readonly id: string }>(list: readonly T[]) => list.filter(({ id }) => all.has(id));
  const nodes = chosen(topology.nodes);
  const inside = new Set(nodes.map(({ id }) => id));
  const links = topology.links.filter(({ from, to }) => inside.has(from) && inside.has(to));
  for (const { id } of links) all.add(id);
  const boundaries = chosen(topology.boundaries);
  const notes = chosen(topology.notes);
  if (nodes.length + boundaries.length + notes.length === 0) return null;
  const kept = new Set([...inside, ...links.map(({ id }) => id), ...boundaries.map(({ id }) => id)]);
  const faults = topology.faults.filter(({ target }) => target.type !== "all" && kept.has(target.id));
  return { format: FRAGMENT_FORMAT, version: CURRENT_VERSION, nodes, links, boundaries, notes, faults };
}

export const fragmentText = (fragment: Fragment) => JSON.stringify(fragment, null, 2);
