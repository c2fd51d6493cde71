/** A copy of `root` with another value at `path`; `undefined` removes a key. What is not on the path is shared. */
export function replaceAt(root: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    const copy = [...root];
    if (rest.length === 0 && value === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = replaceAt(root[Number(key)], rest, value);
    return copy;
  }
  const fields = typeof root === "object" && root !== null ? (root as Readonly<Record<string, unknown>>) : {};
  if (rest.length === 0 && value === undefined) {
    const { [String(key)]: _removed, ...others } = fields;
    return others;
  }
  return { ...fields, [String(key)]: replaceAt(fields[String(key)], rest, value) };
}
