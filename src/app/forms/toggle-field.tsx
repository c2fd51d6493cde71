import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";

export function ToggleField({ field, value, path, commit, title: given }: PropsOf<"toggle">) {
  const title = titleOf(field, given);
  return (
    <FieldRow field={field} title={title}>
      {(names) => (
        <input
          {...names}
          className="form-switch"
          type="checkbox"
          role="switch"
          checked={value === true}
          onChange={(event) => commit(path, event.target.checked, { title, path, visit: nextVisit() })}
        />
      )}
    </FieldRow>
  );
}
