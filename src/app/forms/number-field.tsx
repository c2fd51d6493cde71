import { type KeyboardEvent, useRef, useState } from "react";
import { nextVisit } from "./edit";
import { FieldRow } from "./field-row";
import { type PropsOf, titleOf } from "./field-view";
import { numberText, readNumber, stepped } from "./number-text";
import { PresetsMenu } from "./presets-menu";

/** What stands in the box while it differs from the document, or is not a number one could keep. */
interface Draft {
  readonly text: string;
  readonly error: string | null;
  /** The document's value when this was typed; another one (undo) drops the draft. */
  readonly basedOn: unknown;
}

export function NumberField({ field, value, path, commit, title: given }: PropsOf<"number">) {
  const title = titleOf(field, given);
  const { meta, range } = field;
  const [draft, setDraft] = useState<Draft | null>(null);
  const visit = useRef(0);
  const current = draft !== null && draft.basedOn === value ? draft : null;
  const number = typeof value === "number" ? value : Number.NaN;

  const put = (text: string, next: number) => {
    const error = next === value ? null : commit(path, next, { title, path, visit: visit.current });
    setDraft({ text, error, basedOn: error === null ? next : value });
  };
  const type = (text: string) => {
    const read = readNumber(text, title, range);
    if ("error" in read) setDraft({ text, error: read.error, basedOn: value });
    else put(text, read.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (direction !== 0 && Number.isFinite(number)) {
      event.preventDefault();
      const next = stepped(number, direction, event.shiftKey, range);
      put(numberText(next), next);
    } else if (event.key === "Escape" && current?.error) {
      event.stopPropagation();
      setDraft(null);
    }
  };

  return (
    <FieldRow field={field} title={title} error={current?.error ?? null}>
      {(names) => (
        <div className="form-input-line">
          <div className="form-box">
            <input
              {...names}
              className="form-input form-figure"
              type="text"
              inputMode="decimal"
              role="spinbutton"
              autoComplete="off"
              aria-valuenow={Number.isFinite(number) ? number : undefined}
              aria-valuetext={meta.unit === undefined ? undefined : `${numberText(number)} ${meta.unit}`}
              aria-valuemin={Number.isFinite(range.min) ? range.min : undefined}
              aria-valuemax={Number.isFinite(range.max) ? range.max : undefined}
              value={current?.text ?? (Number.isFinite(number) ? numberText(number) : "")}
              onFocus={() => {
                visit.current = nextVisit();
              }}
              onBlur={() => {
                if (current !== null && current.error === null) setDraft(null);
              }}
              onChange={(event) => type(event.target.value)}
              onKeyDown={onKeyDown}
            />
            {meta.unit !== undefined && meta.unit !== "" && (
              <span className="form-unit" aria-hidden="true">
                {meta.unit}
              </span>
            )}
          </div>
          <PresetsMenu
            title={title}
            unit={meta.unit}
            presets={meta.presets ?? []}
            choose={(chosen) => {
              visit.current = nextVisit();
              if (typeof chosen === "number") put(numberText(chosen), chosen);
            }}
          />
        </div>
      )}
    </FieldRow>
  );
}
