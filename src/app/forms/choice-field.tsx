import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";
import { PresetsMenu } from "./presets-menu";

export function ChoiceField({ field, value, path, commit, title: given }: PropsOf<"choice">) {
  const title = titleOf(field, given);
  const choose = (next: unknown) => commit(path, next, { title, path, visit: nextVisit() });
  // Long words are cut off in a narrow panel; the tooltip has them whole.
  const labelOf = (wanted: unknown) => field.options.find((option) => option.value === wanted)?.label;
  return (
    <FieldRow field={field} title={title}>
      {(names) => (
        <div className="form-input-line">
          <select
            {...names}
            className="form-select"
            title={labelOf(value)}
            value={String(value)}
            onChange={(event) => choose(event.target.value)}
          >
            {field.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <PresetsMenu title={title} presets={field.meta.presets ?? []} nameOf={labelOf} choose={choose} />
        </div>
      )}
    </FieldRow>
  );
}
