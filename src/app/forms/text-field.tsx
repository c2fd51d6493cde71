import { useRef } from "react";
import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";

export function TextField({ field, value, path, commit, title: given }: PropsOf<"text">) {
  const title = titleOf(field, given);
  const visit = useRef(0);
  return (
    <FieldRow field={field} title={title}>
      {(names) => (
        <div className="form-box">
          <input
            {...names}
            className="form-input"
            type="text"
            autoComplete="off"
            maxLength={field.maxLength}
            value={typeof value === "string" ? value : ""}
            onFocus={() => {
              visit.current = nextVisit();
            }}
            onChange={(event) => commit(path, event.target.value, { title, path, visit: visit.current })}
          />
        </div>
      )}
    </FieldRow>
  );
}
