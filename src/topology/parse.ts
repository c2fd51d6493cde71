import type { Problem } from "../base/problem";
import { fail, type Result, succeed } from "../base/result";
import { checkTopology } from "./check";
import { drillProblems } from "./drills/check";
import { openEnvelope } from "./envelope";
import { wordsOf } from "./issue-words";
import { MAX_PROBLEMS } from "./limits";
import type { Json } from "./migrations";
import { pathText } from "./path-text";
import { type Topology, topologySchema } from "./schema";

export interface Parsed {
  readonly topology: Topology;
  /** It opens all the same. */
  readonly warnings: readonly Problem[];
}

/**
 * Foreign text -> caps -> JSON -> shape -> version -> migrations -> schema -> meaning.
 * Everything that comes from a file, a paste, a link, a drop or storage takes this way.
 */
export function parseTopology(text: string): Result<Parsed, readonly Problem[]> {
  const opened = openEnvelope(text);
  return opened.ok ? validate(opened.value) : fail([opened.error]);
}

function validate(document: Json): Result<Parsed, readonly Problem[]> {
  const parsed = topologySchema.safeParse(document);
  if (!parsed.success) return fail(parsed.error.issues.slice(0, MAX_PROBLEMS).map((issue) => problemOf(issue, document)));
  const found = checkTopology(parsed.data);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return fail(errors.slice(0, MAX_PROBLEMS));
  // A drill that cannot run is no reason to lose the document: it opens, and refuses to run that drill.
  const drills = drillProblems(parsed.data).map((problem) => ({ ...problem, severity: "warning" as const }));
  return succeed({ topology: parsed.data, warnings: [...found, ...drills].slice(0, MAX_PROBLEMS) });
}

type Issue = Parameters<typeof wordsOf>[0];

/** Unknown fields are reported at the object that holds them; naming the field itself is kinder. */
export function problemOf(issue: Issue, document: unknown): Problem {
  const only = issue.code === "unrecognized_keys" && issue.keys.length === 1 ? issue.keys : [];
  return { path: pathText([...issue.path, ...only]), ...wordsOf(issue, document), severity: "error" };
}
