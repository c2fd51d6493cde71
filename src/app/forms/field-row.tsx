import { createContext, type ReactNode, useContext, useId } from "react";
import type { Field } from "./describe-field";
import { helpText } from "./help-text";
import "./forms.css";

/** What a control needs to be named, described and marked as wrong. */
export interface ControlNames {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

/** Whether fields say that they restart the run; what is not part of a run's document has no need to. */
export const RestartNotes = createContext(true);

interface FieldRowProps {
  readonly field: Field;
  readonly title: string;
  readonly error?: string | null;
  /** A figure that follows from the value, e.g. "mean 20 ms". */
  readonly note?: string | null;
  readonly children: (names: ControlNames) => ReactNode;
}

/** Label to the left, control to the right; below it what it means, what a change costs, and what is wrong. */
export function FieldRow({ field, title, error = null, note = null, children }: FieldRowProps) {
  const id = useId();
  const { help, live } = field.meta;
  const hint = [help === undefined ? undefined : helpText(help), note].filter((part) => part !== undefined && part !== null);
  const notes = useContext(RestartNotes);
  const restarts = notes && live !== true && field.meta.title !== undefined;
  const describedBy = [
    error === null ? null : `${id}-error`,
    hint.length > 0 ? `${id}-help` : null,
    restarts ? `${id}-restarts` : null,
  ].filter((part) => part !== null);
  return (
    <div className="form-row">
      <label className="form-label" htmlFor={id}>
        {title}
      </label>
      <div className="form-control">
        {children({
          id,
          "aria-describedby": describedBy.length > 0 ? describedBy.join(" ") : undefined,
          "aria-invalid": error === null ? undefined : true,
        })}
      </div>
      {describedBy.length > 0 && (
        <div className="form-notes">
          {error !== null && (
            <p className="form-error" id={`${id}-error`} role="alert">
              {error}
            </p>
          )}
          {hint.length > 0 && (
            <span id={`${id}-help`}>
              {hint.map((part) => (
                <span key={part}>{part} </span>
              ))}
            </span>
          )}
          {restarts && (
            <span className="form-restarts" id={`${id}-restarts`}>
              restarts the run
            </span>
          )}
        </div>
      )}
    </div>
  );
}
