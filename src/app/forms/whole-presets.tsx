import { useId } from "react";
import type { Field } from "./describe-field";
import { nextVisit } from "./edit";
import type { FieldProps } from "./field-view";
import { helpText } from "./help-text";

type Values = Readonly<Record<string, unknown>>;

interface WholePresetsProps extends Pick<FieldProps, "path" | "commit" | "value"> {
  readonly field: Field;
}

/** All settings of one source at once, for a group of fields; it says which one they are now. */
export function WholePresets({ field, value, path, commit }: WholePresetsProps) {
  const id = useId();
  const { presets } = field.meta;
  if (presets === undefined) return null;
  const values = (value ?? {}) as Values;
  const chosen = presets.findIndex((preset) => holds(values, preset.value as Values));
  const choose = (index: number) => {
    const preset = presets[index];
    if (preset === undefined) return;
    commit(path, { ...values, ...(preset.value as Values) }, { title: "Settings", path, visit: nextVisit() });
  };
  return (
    <div className="form-row">
      <label className="form-label" htmlFor={id}>
        Settings of
      </label>
      <select id={id} className="form-select" value={chosen} onChange={(event) => choose(Number(event.target.value))}>
        <option value={-1}>Your own</option>
        {presets.map(({ label, source }, index) => (
          <option key={label} value={index}>
            {`${label} (${helpText(source)})`}
          </option>
        ))}
      </select>
    </div>
  );
}

const holds = (values: Values, wanted: Values) =>
  Object.entries(wanted).every(([key, part]) => JSON.stringify(values[key]) === JSON.stringify(part));
