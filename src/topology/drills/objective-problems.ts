import type { Problem } from "../../base/problem";
import { errorAt } from "../checks/problem-at";
import { type ParsedObjective, parseObjective } from "../objectives/parse";
import { resolveObjective } from "../objectives/resolve";
import type { ObjectiveProblem } from "../objectives/scanner";
import type { Topology } from "../schema";

/** Reads an objective of a document, and finds whom it is of; or one problem that names the character at fault. */
export function readObjective(topology: Topology, text: string, path: string): ParsedObjective | Problem {
  const parsed = parseObjective(text);
  if (!parsed.ok) return problemIn(text, parsed.error, path);
  const resolved = resolveObjective(topology, parsed.value);
  return resolved.ok ? parsed.value : problemIn(text, resolved.error, path);
}

export function isProblem(read: ParsedObjective | Problem): read is Problem {
  return "severity" in read;
}

/** A problem of an objective as one of the document: characters are counted from 1, as editors do. */
export function problemIn(text: string, { at, message, remedy }: ObjectiveProblem, path: string): Problem {
  const where = at >= text.length ? "at its end" : `at character ${at + 1}`;
  return errorAt(path, `${JSON.stringify(text)}, ${where}: ${message}`, remedy);
}
