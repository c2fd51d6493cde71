import { createContext, useContext } from "react";
import type { Reference } from "../../catalog/fields";
import type { Option } from "./describe-field";
import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";

/** What a name in a form can stand for, given by whoever shows the form. */
export type Choices = Readonly<Record<Reference, readonly Option[]>>;
export const ReferenceChoices = createContext<Choices>({ callee: [], operation: [] });

/** A name of something in the document, chosen from what there is; one that is not there any more is shown as it is. */
export function ReferenceField({ field, value, path, commit, title: given }: PropsOf<"reference">) {
  const title = titleOf(field, given);
  const choices = useContext(ReferenceChoices)[field.to];
  const chosen = typeof value === "string" ? value : "";
  const isKnown = chosen === "" || choices.some((choice) => choice.value === chosen);
  return (
    <FieldRow field={field} title={title}>
      {(names) => (
        <select
          {...names}
          className="form-select"
          value={chosen}
          onChange={(event) => commit(path, event.target.value, { title, path, visit: nextVisit() })}
        >
          <option value="">None</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
          {!isKnown && <option value={chosen}>{chosen}</option>}
        </select>
      )}
    </FieldRow>
  );
}
