import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf, useFieldView } from "./field-view";
import { GroupParts } from "./group-field";
import { startingValue } from "./starting-value";
import { WholePresets } from "./whole-presets";

/** Something that may be absent: a switch, and its fields while it is on. */
export function OptionalField({ field, value, path, commit, title: given }: PropsOf<"optional">) {
  const View = useFieldView();
  const title = titleOf(field, given);
  const on = value !== undefined;
  const { inner } = field;
  const toggle = (wanted: boolean) => commit(path, wanted ? startingValue(inner) : undefined, { title, path, visit: nextVisit() });
  return (
    <div className="form-optional">
      <FieldRow field={field} title={title}>
        {(names) => (
          <input
            {...names}
            className="form-switch"
            type="checkbox"
            role="switch"
            checked={on}
            onChange={(event) => toggle(event.target.checked)}
          />
        )}
      </FieldRow>
      {on && (
        <fieldset className="form-nested">
          <legend className="visually-hidden">{title}</legend>
          {inner.sort === "group" ? (
            <>
              <WholePresets field={inner} value={value} path={path} commit={commit} />
              <GroupParts fields={inner.fields} value={value} path={path} commit={commit} />
            </>
          ) : (
            <View field={inner} value={value} path={path} commit={commit} title={title} />
          )}
        </fieldset>
      )}
    </div>
  );
}
