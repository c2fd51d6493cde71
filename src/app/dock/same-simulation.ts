import type { Topology } from "../../topology/schema";

/** True when two documents run alike: they differ at most in names, places, notes and view. */
export function sameSimulation(a: Topology, b: Topology): boolean {
  if (a === b) return true;
  return (
    alike(a.nodes, b.nodes, ({ id, kind, boundary, zones, config }) => [id, kind, boundary, zones, config]) &&
    alike(a.links, b.links, (link) => [link]) &&
    alike(a.boundaries, b.boundaries, ({ id, kind, parent, config }) => [id, kind, parent, config]) &&
    alike(a.faults, b.faults, (fault) => [fault]) &&
    alike([a.run], [b.run], (run) => [run])
  );
}

/** Edits share what they do not touch, so that most elements are the same object and need no closer look. */
function alike<T>(a: readonly T[], b: readonly T[], relevant: (element: T) => readonly unknown[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  return a.every((element, i) => {
    const other = b[i] as T;
    if (element === other) return true;
    const mine = relevant(element);
    const theirs = relevant(other);
    return mine.every((part, k) => part === theirs[k] || JSON.stringify(part) === JSON.stringify(theirs[k]));
  });
}
