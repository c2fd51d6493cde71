import type { Topology } from "../schema";

/** Every id in use; nodes, links, boundaries, notes and faults share one space. */
export function usedIds(topology: Topology): Set<string> {
  const ids = new Set<string>();
  for (const list of [topology.nodes, topology.links, topology.boundaries, topology.notes, topology.faults]) {
    for (const element of list) ids.add(element.id);
  }
  return ids;
}

/** `base-1`, `base-2`...: readable in a diff, and the same for the same document. */
export function freshId(used: ReadonlySet<string>, base: string): string {
  const stem = base.slice(0, 56);
  for (let n = 1; ; n++) {
    const id = `${stem}-${n}`;
    if (!used.has(id)) return id;
  }
}

/** "Server", then "Server 2". A trailing number of the wish is counted on. */
export function freshName(taken: Iterable<string>, wish: string): string {
  const names = new Set(taken);
  if (!names.has(wish)) return wish;
  const stem = wish.replace(/ \d+$/, "").slice(0, 70);
  for (let n = 2; ; n++) {
    const name = `${stem} ${n}`;
    if (!names.has(name)) return name;
  }
}
