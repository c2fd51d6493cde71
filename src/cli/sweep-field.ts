import { exportTopology } from "../topology/export";
import { parseTopology } from "../topology/parse";
import type { Topology } from "../topology/schema";
import { BadInput } from "./io";
import { problemList } from "./read-topology";
import { closest } from "../base/closest";

const FORM = "--sweep nodes.web.config.slots=1,2,4";
const LISTS = ["nodes", "links", "boundaries", "faults"] as const;
const MOST_VALUES = 100;

/** One document per value of one field. */
export interface Sweep {
  readonly path: string;
  readonly points: readonly { readonly value: unknown; readonly topology: Topology }[];
}

/** Reads `nodes.web.config.slots=1,2,4`: elements by id, values as in JSON, or plain words. */
export function readSweep(text: string, file: string, topology: Topology): Sweep {
  const at = text.indexOf("=");
  const path = at === -1 ? text : text.slice(0, at);
  const words = at === -1 ? [] : text.slice(at + 1).split(",").map((word) => word.trim());
  if (path === "" || words.length === 0 || words.includes("")) {
    throw new BadInput(`--sweep "${text}" names no field with its values. Write it as ${FORM}`);
  }
  if (words.length > MOST_VALUES) {
    throw new BadInput(`--sweep has ${words.length} values; ${MOST_VALUES} are the most.`);
  }
  return { path, points: words.map((word) => pointOf(path, readValue(word), file, topology)) };
}

function pointOf(path: string, value: unknown, file: string, topology: Topology): Sweep["points"][number] {
  const document = JSON.parse(exportTopology(topology)) as Json;
  set(document, keysOf(path, topology), value, path);
  const parsed = parseTopology(JSON.stringify(document));
  if (!parsed.ok) throw new BadInput(`--sweep ${path}=${JSON.stringify(value)}: ${problemList(file, parsed.error)}`);
  return { value, topology: parsed.value.topology };
}

type Json = { [key: string]: unknown };

/** `nodes.web.config.slots` as keys into the document; an id may itself have dots. */
function keysOf(path: string, topology: Topology): (string | number)[] {
  const [list, ...rest] = path.split(".");
  const kind = LISTS.find((name) => name === list);
  if (kind === undefined) {
    if (list === "run" && rest.length > 0) return [list, ...rest];
    throw new BadInput(`--sweep ${path}: a path begins with ${LISTS.join(", ")} or run. Write it as ${FORM}`);
  }
  const ids = topology[kind].map(({ id }) => id);
  for (let length = rest.length - 1; length > 0; length--) {
    const index = ids.indexOf(rest.slice(0, length).join("."));
    if (index !== -1) return [kind, index, ...rest.slice(length)];
  }
  const named = rest[0] ?? "";
  if (ids.includes(rest.join("."))) {
    throw new BadInput(`--sweep ${path}: no field of it is named. Write it as ${FORM}`);
  }
  const meant = closest(named, ids);
  throw new BadInput(
    `--sweep ${path}: there is no "${named}" among the ${kind}. ${meant === null ? `There are: ${ids.slice(0, 20).join(", ")}.` : `Did you mean "${meant}"?`}`,
  );
}

function set(document: Json, keys: readonly (string | number)[], value: unknown, path: string): void {
  let at: Json = document;
  for (const key of keys.slice(0, -1)) {
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    if (typeof next !== "object" || next === null) {
      throw new BadInput(
        `--sweep ${path}: there is no "${key}" to go into. In the file it has ${Object.keys(at).join(", ")}.`,
      );
    }
    at = next as Json;
  }
  const last = keys[keys.length - 1];
  const old = Object.hasOwn(at, last) ? at[last] : undefined;
  if (old !== null && typeof old === "object") {
    throw new BadInput(`--sweep ${path}: that is a group of fields. Name one of them: ${Object.keys(old).join(", ")}.`);
  }
  // Not by assignment, which "__proto__" would swallow: the schema shall see and refuse it.
  Object.defineProperty(at, last, { value, enumerable: true });
}

function readValue(word: string): unknown {
  try {
    return JSON.parse(word);
  } catch {
    return word;
  }
}
