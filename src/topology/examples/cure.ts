import type { Json } from "../migrations";

/** What a `.cure.json` holds: how it differs from the document beside it. */
export interface CureFile {
  readonly description: string;
  /** By path, elements of lists by their id: `nodes.db.config.waitLimit`. null takes away; an unknown last id adds an element. */
  readonly changes: Json;
}

type Tree = { [key: string]: unknown };

/** The raw document with its cure's changes, under another name. */
export function cured(document: Json, name: string, { description, changes }: CureFile): Json {
  const copy: Tree = { ...JSON.parse(JSON.stringify(document)), name, description };
  for (const [path, value] of Object.entries(changes)) change(copy, path.split("."), value, path);
  return copy;
}

function change(document: Tree, keys: readonly string[], value: unknown, path: string): void {
  let at: unknown = document;
  for (const key of keys.slice(0, -1)) {
    const tree = at as Tree;
    if (Array.isArray(at)) at = at.find(({ id }) => id === key);
    else at = tree[key] ??= {};
    if (at === undefined) throw new Error(`${path}: there is no "${key}".`);
  }
  const last = keys[keys.length - 1];
  if (Array.isArray(at)) replaceElement(at, last, value);
  else if (value === null) delete (at as Tree)[last];
  else (at as Tree)[last] = value;
}

function replaceElement(list: { readonly id: string }[], id: string, value: unknown): void {
  const index = list.findIndex((element) => element.id === id);
  const put = value === null ? [] : [{ id, ...(value as object) }];
  list.splice(index === -1 ? list.length : index, 1, ...put);
}
