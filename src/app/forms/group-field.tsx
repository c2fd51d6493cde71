import { hasMeaning, type KeyedField } from "./describe-field";
import { type FieldProps, type PropsOf, titleOf, useFieldView } from "./field-view";
import { helpText } from "./help-text";
import { WholePresets } from "./whole-presets";

interface GroupPartsProps extends Pick<FieldProps, "path" | "commit" | "value"> {
  readonly fields: readonly KeyedField[];
}

/** The fields of an object, one after another. */
export function GroupParts({ fields, value, path, commit }: GroupPartsProps) {
  const View = useFieldView();
  const values = (value ?? {}) as Readonly<Record<string, unknown>>;
  return fields
    .filter(({ field }) => hasMeaning(field, values))
    .map(({ key, field }) => <View key={key} field={field} value={values[key]} path={[...path, key]} commit={commit} />);
}

/** A nested object under its heading; the outermost one has none. */
export function GroupField({ field, value, path, commit, title }: PropsOf<"group">) {
  const parts = (
    <>
      <WholePresets field={field} value={value} path={path} commit={commit} />
      <GroupParts fields={field.fields} value={value} path={path} commit={commit} />
    </>
  );
  if (path.length === 0) return parts;
  return (
    <fieldset className="form-group">
      <legend className="form-heading">{titleOf(field, title)}</legend>
      {field.meta.help !== undefined && <p className="form-help form-group-help">{helpText(field.meta.help)}</p>}
      {parts}
    </fieldset>
  );
}
