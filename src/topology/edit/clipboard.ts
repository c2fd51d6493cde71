import * as z from "zod";
import { withCallees, withoutLostCallees } from "../callees";
import { connectionProblem } from "../connection";
import { MAX_BYTES } from "../limits";
import { boundarySchema, CURRENT_VERSION, faultSchema, linkSchema, nodeSchema, noteSchema, type Topology } from "../schema";
import { shapeProblem } from "../shape";
import { copy, FRAGMENT_FORMAT, type Fragment } from "./fragment";
import { around, type Box, boxesById, type Point, settled } from "./geometry";
import { freshId, freshName, usedIds } from "./ids";
import { relinked } from "./policy-links";

const fragmentSchema = z.strictObject({
  format: z.literal(FRAGMENT_FORMAT),
  version: z.literal(CURRENT_VERSION),
  nodes: z.array(nodeSchema).max(2000),
  links: z.array(linkSchema).max(10_000),
  boundaries: z.array(boundarySchema).max(500),
  notes: z.array(noteSchema).max(500),
  faults: z.array(faultSchema).max(1000),
});

/** What was pasted: the new document and the ids to select. */
export interface Pasted {
  readonly topology: Topology;
  readonly ids: readonly string[];
}

/** A fragment from the clipboard; null when the text is something else. */
export function parseFragment(text: string): Fragment | null {
  if (text.length > MAX_BYTES || !text.includes(FRAGMENT_FORMAT)) return null;
  try {
    const raw: unknown = JSON.parse(text);
    if (shapeProblem(raw) !== null) return null;
    const parsed = fragmentSchema.safeParse(raw);
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Adds a fragment under new ids, its centre at a point; links that would make no sense here are left out. */
export function paste(topology: Topology, fragment: Fragment, centre?: Point): Pasted {
  const used = usedIds(topology);
  const ids = new Map<string, string>();
  for (const list of [fragment.boundaries, fragment.nodes, fragment.notes]) {
    for (const { id } of list) ids.set(id, take(used, id));
  }
  const names = new Set([...topology.nodes, ...topology.boundaries].map(({ name }) => name));
  const by = centre === undefined ? { x: 32, y: 32 } : distanceTo(centre, fragment);
  const moved = (at: Point) => settled({ x: at.x + by.x, y: at.y + by.y });
  const renewed = <T extends { readonly id: string; readonly name: string; readonly position: Point }>(element: T): T => {
    const name = freshName(names, element.name);
    names.add(name);
    return { ...element, id: ids.get(element.id) ?? element.id, name, position: moved(element.position) };
  };
  let at: Topology = {
    ...topology,
    nodes: [...topology.nodes, ...fragment.nodes.map((node) => spread(within(renewed(node), "boundary", ids, topology), ids, topology))],
    boundaries: [...topology.boundaries, ...fragment.boundaries.map((zone) => within(renewed(zone), "parent", ids, topology))],
    notes: [
      ...topology.notes,
      ...fragment.notes.map((note) => ({
        ...note,
        id: ids.get(note.id) ?? note.id,
        position: moved(note.position),
      })),
    ],
  };
  const pasted = [...ids.values()];
  for (const link of fragment.links) {
    const from = ids.get(link.from);
    const to = ids.get(link.to);
    if (from === undefined || to === undefined || connectionProblem(at, from, to) !== null) continue;
    const id = take(used, link.id);
    ids.set(link.id, id);
    at = { ...at, links: [...at.links, { ...link, id, from, to }] };
  }
  const fresh = new Set(pasted.concat(fragment.links.flatMap(({ id }) => ids.get(id) ?? [])));
  at = { ...at, links: at.links.map((link) => (fresh.has(link.id) ? relinked(link, (id) => ids.get(id)) : link)) };
  const isPasted = new Set(pasted);
  at = withoutLostCallees(withCallees(at, ({ id }, name) => (isPasted.has(id) ? (ids.get(name) ?? name) : name)));
  const faults = fragment.faults.flatMap((fault) => {
    const target = fault.target.type === "all" ? undefined : ids.get(fault.target.id);
    return target === undefined
      ? []
      : [
          {
            ...fault,
            id: take(used, fault.id),
            target: { ...fault.target, id: target } as typeof fault.target,
          },
        ];
  });
  return { topology: { ...at, faults: [...at.faults, ...faults] }, ids: pasted };
}

/** A copy beside the original. */
export function duplicate(topology: Topology, ids: Iterable<string>): Pasted {
  const fragment = copy(topology, ids);
  return fragment === null ? { topology, ids: [] } : paste(topology, fragment);
}

function take(used: Set<string>, wish: string): string {
  const id = used.has(wish) ? freshId(used, wish.replace(/-\d+$/, "")) : wish;
  used.add(id);
  return id;
}

/** A boundary comes along, or is the one of the same id here, or is left out. */
function within<T extends object, K extends keyof T>(element: T, field: K, ids: ReadonlyMap<string, string>, topology: Topology): T {
  const old = element[field];
  if (typeof old !== "string") return element;
  const id = ids.get(old) ?? topology.boundaries.find((zone) => zone.id === old)?.id;
  if (id !== undefined) return { ...element, [field]: id };
  return Object.fromEntries(Object.entries(element).filter(([key]) => key !== field)) as T;
}

/** Zones come along, or are those of the same ids here, or are left out. */
function spread<N extends Topology["nodes"][number]>(node: N, ids: ReadonlyMap<string, string>, topology: Topology): N {
  if (node.zones === undefined) return node;
  const { zones: old, ...rest } = node;
  const zones = old.flatMap((zone) => ids.get(zone) ?? topology.boundaries.find(({ id }) => id === zone)?.id ?? []);
  return (zones.length === 0 ? rest : { ...rest, zones }) as N;
}

function distanceTo(centre: Point, fragment: Fragment): Point {
  const boxes: Iterable<Box> = boxesById(fragment).values();
  const box = around(boxes);
  return box === null ? { x: 0, y: 0 } : { x: centre.x - box.x - box.width / 2, y: centre.y - box.y - box.height / 2 };
}
