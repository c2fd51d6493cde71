/** One thing wrong with foreign input: where, what, and what to do about it. */
export interface Problem {
  /** Path into the document, e.g. `nodes[2].config.slots`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
  /** A warning opens all the same. */
  readonly severity: "error" | "warning";
}

/** A problem as one line of text. */
export function problemText(problem: Problem): string {
  const place = problem.path === "" ? "" : `${problem.path}: `;
  return `${place}${hereText(problem)}`;
}

/** The same beside the very place. */
export function hereText({ message, remedy }: Problem): string {
  return `${message} ${remedy}`.trim();
}
