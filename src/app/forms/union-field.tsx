import { useState } from "react";
import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";
import { GroupParts } from "./group-field";
import { numberText } from "./number-text";
import { meanOf, p99Of, variantValue } from "./starting-value";

/** A choice of shapes: which one, then its own fields. Of a distribution the mean is stated. */
export function UnionField({ field, value, path, commit, title: given }: PropsOf<"union">) {
  const title = titleOf(field, given);
  const [error, setError] = useState<string | null>(null);
  const chosen = (value as Readonly<Record<string, unknown>> | undefined)?.[field.by];
  const variant = field.variants.find((option) => option.value === chosen);
  const [mean, p99] = [meanOf(value), p99Of(value)].map((figure) => (figure === null ? null : numberText(Number(figure.toPrecision(3)))));
  const choose = (wanted: string) => {
    const next = field.variants.find((option) => option.value === wanted);
    if (next === undefined) return;
    setError(commit(path, variantValue(field.by, next, value), { title, path, visit: nextVisit() }));
  };
  return (
    <fieldset className="form-union">
      <legend className="visually-hidden">{title}</legend>
      <FieldRow
        field={field}
        title={title}
        error={error}
        note={mean === null ? null : `mean ${mean} ms${p99 === null ? "" : `, p99 ${p99} ms`}`}
      >
        {(names) => (
          <select {...names} className="form-select" value={String(chosen)} onChange={(event) => choose(event.target.value)}>
            {field.variants.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        )}
      </FieldRow>
      {variant !== undefined && variant.fields.length > 0 && (
        <div className="form-nested">
          <GroupParts fields={variant.fields} value={value} path={path} commit={commit} />
        </div>
      )}
    </fieldset>
  );
}
