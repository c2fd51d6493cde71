import type { Problem } from "../base/problem";
import { withoutLostCallees } from "./callees";
import { checkTopology } from "./check";
import { drillSchema } from "./drills/schema";
import { openEnvelope } from "./envelope";
import { MAX_PROBLEMS } from "./limits";
import type { Json } from "./migrations";
import { parseTopology, problemOf } from "./parse";
import { valueAt } from "./path-text";
import { boundarySchema, faultSchema, linkSchema, nodeSchema, noteSchema, type Topology, topologySchema } from "./schema";

export interface Lenient {
  readonly problems: readonly Problem[];
  /** The document without what is wrong with it; null when too little would be left. */
  readonly salvaged: Topology | null;
}

const lists = {
  nodes: nodeSchema,
  links: linkSchema,
  boundaries: boundarySchema,
  notes: noteSchema,
  faults: faultSchema,
  drills: drillSchema,
} as const;
type ListName = keyof typeof lists;
const listNames = Object.keys(lists) as ListName[];

/** One bad node never loses the rest of the document: names every problem and keeps what is sound. */
export function parseLenient(text: string): Lenient {
  const strict = parseTopology(text);
  if (strict.ok) return { problems: strict.value.warnings, salvaged: strict.value.topology };
  const opened = openEnvelope(text);
  if (!opened.ok) return { problems: strict.error, salvaged: null };
  const { topology, problems, origin } = dropInvalid(opened.value);
  const dropped = dropMeaningless(topology);
  const all = [...problems];
  for (const problem of dropped.problems) {
    const path = inOriginal(problem.path, origin);
    if (!refersToDropped(path, opened.value, origin)) all.push({ ...problem, path });
  }
  const empty = dropped.topology.nodes.length === 0 && dropped.topology.boundaries.length === 0 && dropped.topology.notes.length === 0;
  return {
    problems: (all.length > 0 ? all : strict.error).slice(0, MAX_PROBLEMS),
    salvaged: empty ? null : dropped.topology,
  };
}

/** Where each kept element stood in the document as it came: list name -> index -> original index. */
type Origin = Readonly<Partial<Record<string, readonly number[]>>>;

function inOriginal(path: string, origin: Origin): string {
  return path.replace(/^(\w+)\[(\d+)\]/, (whole, list: string, index: string) => {
    const original = origin[list]?.[Number(index)];
    return original === undefined ? whole : `${list}[${original}]`;
  });
}

/** A link to a node that was refused is no news of its own: mending the node mends it too. */
function refersToDropped(path: string, document: Json, origin: Origin): boolean {
  const [, list, index, field] = /^(\w+)\[(\d+)\]\.(from|to|boundary|parent|target\.id)$/.exec(path) ?? [];
  if (list === undefined || field === undefined) return false;
  const wanted = valueAt(document, [list, Number(index), ...field.split(".")]);
  return listNames.some((name) => {
    const elements = document[name];
    if (!Array.isArray(elements)) return false;
    const at = elements.findIndex((element: unknown) => valueAt(element, ["id"]) === wanted);
    return at >= 0 && origin[name]?.includes(at) !== true;
  });
}

/** Each element, and each field of the document itself, stands or falls alone. */
function dropInvalid(document: Json): { topology: Topology; problems: Problem[]; origin: Origin } {
  const problems: Problem[] = [];
  const origin: Partial<Record<string, number[]>> = {};
  const kept: Record<string, unknown> = { format: document.format, version: document.version };
  for (const name of listNames) {
    const elements = document[name];
    const schema = lists[name];
    if (!Array.isArray(elements)) continue;
    const stood: number[] = [];
    origin[name] = stood;
    kept[name] = elements.filter((element: unknown, i) => {
      const parsed = schema.safeParse(element);
      if (parsed.success) {
        stood.push(i);
        return true;
      }
      for (const issue of parsed.error.issues) {
        problems.push(problemOf({ ...issue, path: [name, i, ...issue.path] }, document));
      }
      return false;
    });
  }
  for (const [key, value] of Object.entries(document)) {
    if (key in kept) continue;
    const parsed = topologySchema.safeParse({
      format: document.format,
      version: document.version,
      [key]: value,
    });
    if (parsed.success) kept[key] = value;
    else problems.push(...parsed.error.issues.map((issue) => problemOf(issue, document)));
  }
  const whole = topologySchema.safeParse(kept);
  if (whole.success) return { topology: whole.data, problems, origin };
  // Only a list beyond its length can still be refused here.
  problems.push(...whole.error.issues.map((issue) => problemOf(issue, kept)));
  return {
    topology: topologySchema.parse({ format: document.format, version: document.version }),
    problems,
    origin,
  };
}

/** The checks name the element at fault in their path; taking those out may orphan others, hence the rounds. */
function dropMeaningless(topology: Topology): { topology: Topology; problems: Problem[] } {
  const problems: Problem[] = [];
  let at = topology;
  for (let round = 0; round < 20; round++) {
    const errors = checkTopology(at).filter(({ severity }) => severity === "error");
    if (errors.length === 0) return { topology: at, problems };
    // Later rounds count in a document that nobody has seen: their paths would mislead.
    if (round === 0) problems.push(...errors);
    // A step that calls what is not there goes alone; its node stays.
    const pruned = withoutLostCallees(at);
    at = pruned === at ? withoutFaulty(at, errors) : pruned;
  }
  return { topology: { ...at, nodes: [], links: [], boundaries: [], notes: [], faults: [] }, problems };
}

function withoutFaulty(topology: Topology, errors: readonly Problem[]): Topology {
  const bad = new Map<string, string | undefined>();
  for (const { path } of errors) {
    const [, element, field] = /^(\w+\[\d+\])(?:\.(\w+))?/.exec(path) ?? [];
    if (element !== undefined) bad.set(element, bad.has(element) && bad.get(element) === undefined ? undefined : field);
  }
  const sift = <T extends object>(name: ListName, elements: readonly T[], optional: string): T[] =>
    elements.flatMap((element, i) => {
      const key = `${name}[${i}]`;
      if (!bad.has(key)) return [element];
      // An unknown place is no reason to lose the node: it only loses its place.
      if (bad.get(key) !== optional) return [];
      return [Object.fromEntries(Object.entries(element).filter(([field]) => field !== optional)) as T];
    });
  return {
    ...topology,
    nodes: sift("nodes", topology.nodes, "boundary"),
    links: sift("links", topology.links, ""),
    boundaries: sift("boundaries", topology.boundaries, "parent"),
    notes: sift("notes", topology.notes, ""),
    faults: sift("faults", topology.faults, ""),
  };
}
