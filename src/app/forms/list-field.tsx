import { type ReactNode, useState } from "react";
import type { Field } from "./describe-field";
import { nextVisit } from "./edit";
import { type PropsOf, titleOf, useFieldView } from "./field-view";
import { GroupParts } from "./group-field";
import { helpText } from "./help-text";
import { ListItem } from "./list-item";
import { itemName, longerLists } from "./list-items";
import "./lists.css";

/** Rows that can be added, removed, and folded where they are long. */
export function ListField({ field, value, path, commit, title: given }: PropsOf<"list">) {
  const title = titleOf(field, given);
  const View = useFieldView();
  const [error, setError] = useState<string | null>(null);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
  const { element } = field;
  const put = (next: readonly unknown[]) => commit(path, next, { title, path, visit: nextVisit() });

  const add = () => {
    let refused: string | null = null;
    for (const longer of longerLists(element, items)) {
      refused = put(longer);
      if (refused === null) break;
    }
    setError(refused);
  };
  const partsOf = (item: unknown, index: number): ReactNode =>
    element.sort === "group" ? (
      <GroupParts fields={element.fields} value={item} path={[...path, index]} commit={commit} />
    ) : (
      <View field={element} value={item} path={[...path, index]} commit={commit} title={itemName(item, index)} />
    );

  return (
    <fieldset className="form-list">
      <legend className="form-heading">{title}</legend>
      {field.meta.help !== undefined && <p className="form-help form-group-help">{helpText(field.meta.help)}</p>}
      <ol className="form-items">
        {items.map((item, index) => (
          <ListItem
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
            key={index}
            name={itemName(item, index)}
            compact={isCompact(element)}
            startsOpen={items.length === 1}
            onRemove={items.length > field.min ? () => setError(put(items.filter((_, i) => i !== index))) : undefined}
          >
            {partsOf(item, index)}
          </ListItem>
        ))}
      </ol>
      {error !== null && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
      {items.length < field.max && (
        <button type="button" className="form-add" onClick={add}>
          Add to {title.toLowerCase()}
        </button>
      )}
    </fieldset>
  );
}

/** A few numbers fit on one line, without folding. */
function isCompact(element: Field): boolean {
  return element.sort === "group" && element.fields.length <= 3 && element.fields.every(({ field }) => field.sort === "number");
}
