import type * as z from "zod";
import { distributionProblems } from "./distribution-problems";
import { wordsOf } from "./issue-words";

/** What is wrong with a configuration, as one sentence for a form; null when it is sound. */
export function configProblem(schema: z.ZodType, value: unknown): string | null {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return issue === undefined ? "This value is not possible." : wordsOf(issue, value).message;
  }
  const [first] = distributionProblems(parsed.data, []);
  return first === undefined ? null : first.message;
}
