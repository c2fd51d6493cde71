import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";
import { PresetsMenu } from "./presets-menu";

export function ChoiceField({ field, value, path, commit, title: given }: PropsOf<"choice">) {
  const title = titleOf(field, given);
  const choose = (next: unknown) => commit(path, next, { title, path, visit: nextVisit() });
  return (
    <FieldRow field={field} title={title}>
      {(names) => (
        <div className="form-input-line">
          <select {...names} className="form-select" value={String(value)} onChange={(event) => choose(event.target.value)}>
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <PresetsMenu
            title={title}
            presets={field.meta.presets ?? []}
            nameOf={(preset) => field.options.find((option) => option.value === preset)?.label}
            choose={choose}
          />
        </div>
      )}
    </FieldRow>
  );
}
