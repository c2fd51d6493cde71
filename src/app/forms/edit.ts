/** What a person did in a form: enough for the words and the merging of the undo step. */
export interface Edit {
  readonly title: string;
  readonly path: FieldPath;
  /** Same number: keystrokes of one visit to one field, merged into one undo step. */
  readonly visit: number;
}
export type FieldPath = readonly (string | number)[];

let visits = 0;

/** A new number for each visit to a field. */
export function nextVisit(): number {
  visits += 1;
  return visits;
}

export function mergeKeyOf(owner: string, edit: Edit): string {
  return `${owner}:${edit.path.join(".")}:${edit.visit}`;
}
