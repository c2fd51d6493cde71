import { type Problem, problemText } from "../base/problem";
import { MAX_PROBLEMS } from "../topology/limits";
import { parseTopology } from "../topology/parse";
import type { Topology } from "../topology/schema";
import { BadInput, type Io } from "./io";

const SHOWN = 20;

export interface ReadTopology {
  readonly topology: Topology;
  readonly warnings: readonly Problem[];
}

/** Reads and validates a file, or says in one paragraph why not. */
export async function readTopologyFile(path: string, io: Io): Promise<ReadTopology> {
  const parsed = parseTopology(await readText(path, io));
  if (!parsed.ok) throw new BadInput(problemList(path, parsed.error));
  return parsed.value;
}

/** The text of a file, or one sentence why there is none. */
export async function readText(path: string, io: Io): Promise<string> {
  try {
    return await io.read(path);
  } catch (error) {
    throw new BadInput(readFailure(path, (error as { code?: string }).code));
  }
}

function readFailure(path: string, code: string | undefined): string {
  switch (code) {
    case "ENOENT":
      return `There is no file "${path}". Check the path; it is relative to the current folder.`;
    case "EISDIR":
      return `"${path}" is a folder. Name a file inside it.`;
    case "EACCES":
    case "EPERM":
      return `"${path}" may not be read. Check the file's permissions.`;
    default:
      return `"${path}" could not be read${code === undefined ? "" : ` (${code})`}. Check the file and try again.`;
  }
}

/** All that is wrong with a file, one line per problem. */
export function problemList(path: string, problems: readonly Problem[]): string {
  const [only] = problems;
  if (problems.length === 1 && only !== undefined) return `${path}: ${problemText(only)}`;
  const lines = problems.slice(0, SHOWN).map((problem) => `  ${problemText(problem)}`);
  const orMore = problems.length >= MAX_PROBLEMS ? " or more" : "";
  const more = problems.length > SHOWN ? [`  and ${orMore === "" ? problems.length - SHOWN : "many"} more.`] : [];
  return [`${path} has ${problems.length}${orMore} problems:`, ...lines, ...more].join("\n");
}
