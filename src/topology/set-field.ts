import { closest } from "../base/closest";
import type { Problem } from "../base/problem";
import { fail, type Result, succeed } from "../base/result";
import { exportTopology } from "./export";
import { parseTopology } from "./parse";
import type { Topology } from "./schema";

const LISTS = ["nodes", "links", "boundaries", "faults", "drills"] as const;
const SHOWN_IDS = 20;
const FORM = "Write it as nodes.web.config.slots";

type Json = { [key: string]: unknown };
type Keys = readonly (string | number)[];

/**
 * The document with one field set to another value. `path` names elements by id, `nodes.web.config.slots`; an id may
 * itself have dots. Problems name the path, or what the document's own check says of the value.
 */
export function withField(topology: Topology, path: string, value: unknown): Result<Topology, readonly Problem[]> {
  const keys = keysOf(path, topology);
  if (!keys.ok) return fail([keys.error]);
  const document = JSON.parse(exportTopology(topology)) as Json;
  const wrong = set(document, keys.value, value, path);
  if (wrong !== null) return fail([wrong]);
  const parsed = parseTopology(JSON.stringify(document));
  return parsed.ok ? succeed(parsed.value.topology) : fail(parsed.error);
}

function keysOf(path: string, topology: Topology): Result<Keys, Problem> {
  const [list, ...rest] = path.split(".");
  const kind = LISTS.find((name) => name === list);
  if (kind === undefined) {
    if (list === "run" && rest.length > 0) return succeed([list, ...rest]);
    return fail(problem(path, `A path begins with ${LISTS.join(", ")} or run.`, FORM));
  }
  const ids = topology[kind].map(({ id }) => id);
  for (let length = rest.length - 1; length > 0; length--) {
    const index = ids.indexOf(rest.slice(0, length).join("."));
    if (index !== -1) return succeed([kind, index, ...rest.slice(length)]);
  }
  if (ids.includes(rest.join("."))) return fail(problem(path, "No field of it is named.", FORM));
  const named = rest[0] ?? "";
  const meant = closest(named, ids);
  const remedy = meant === null ? `There are: ${ids.slice(0, SHOWN_IDS).join(", ")}.` : `Did you mean "${meant}"?`;
  return fail(problem(path, `There is no "${named}" among the ${kind}.`, remedy));
}

function set(document: Json, keys: Keys, value: unknown, path: string): Problem | null {
  let at: Json = document;
  for (const key of keys.slice(0, -1)) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (typeof next !== "object" || next === null) {
      return problem(path, `There is no "${key}" to go into.`, `In the file it has ${Object.keys(at).join(", ")}.`);
    }
    at = next as Json;
  }
  const last = keys[keys.length - 1];
  const old = Object.hasOwn(at, last) ? at[last] : undefined;
  if (old !== null && typeof old === "object") {
    return problem(path, "That is a group of fields.", `Name one of them: ${Object.keys(old).join(", ")}.`);
  }
  // Not by assignment, which "__proto__" would swallow: the schema shall see and refuse it.
  Object.defineProperty(at, last, { value, enumerable: true });
  return null;
}

const problem = (path: string, message: string, remedy: string): Problem => ({ path, message, remedy, severity: "error" });
