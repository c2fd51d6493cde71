import type { Problem } from "../base/problem";
import { MAX_DEPTH, MAX_ENTRIES } from "./limits";
import { pathText } from "./path-text";

const POLLUTING = ["__proto__", "constructor", "prototype"];

/** Refuses what could hurt before any schema sees it: polluting keys, bottomless nesting, endless lists. */
export function shapeProblem(root: unknown): Problem | null {
  return visit(root, []);
}

function visit(value: unknown, path: readonly (string | number)[]): Problem | null {
  if (typeof value !== "object" || value === null) return null;
  if (path.length > MAX_DEPTH) {
    return problem(path.slice(0, 4), "This is nested too deeply.", `Keep to ${MAX_DEPTH} levels.`);
  }
  const keys = Object.keys(value);
  if (keys.length > MAX_ENTRIES) {
    return problem(path, `This has ${keys.length} entries.`, `Keep to ${MAX_ENTRIES}.`);
  }
  for (const key of keys) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value) && POLLUTING.includes(key)) {
      return problem(at, `A field cannot be called "${key}".`, "Remove it: such names can be used to tamper with programs.");
    }
    const found = visit((value as Readonly<Record<string, unknown>>)[key], at);
    if (found !== null) return found;
  }
  return null;
}

const problem = (path: readonly (string | number)[], message: string, remedy: string): Problem => ({
  path: pathText(path),
  message,
  remedy,
  severity: "error",
});
