import { type ComponentType, createContext, useContext } from "react";
import type { Field, FieldOf } from "./describe-field";
import type { Edit, FieldPath } from "./edit";

export interface FieldProps<F extends Field = Field> {
  readonly field: F;
  readonly value: unknown;
  readonly path: FieldPath;
  /** Puts a value at a path of the form's whole value, or returns why it cannot be taken. */
  readonly commit: CommitAt;
  /** Overrides the title of the schema, e.g. where the surroundings already say it. */
  readonly title?: string | undefined;
}
export type CommitAt = (path: FieldPath, value: unknown, edit: Edit) => string | null;
export type PropsOf<S extends Field["sort"]> = FieldProps<FieldOf<S>>;

/** Lets groups, lists and unions show their parts without importing the component that chooses between them. */
export const FieldViewContext = createContext<ComponentType<FieldProps> | null>(null);

export function useFieldView(): ComponentType<FieldProps> {
  const View = useContext(FieldViewContext);
  if (View === null) throw new Error("A field stands outside a form. Wrap it in SchemaForm.");
  return View;
}

export const titleOf = (field: Field, title?: string) => title ?? field.meta.title ?? "Value";
