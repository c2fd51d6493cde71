import { type ReactNode, useId, useState } from "react";

interface ListItemProps {
  readonly name: string;
  readonly compact: boolean;
  readonly startsOpen: boolean;
  /** Absent where the list would become too short. */
  readonly onRemove?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** One row of a list: a line of numbers, or a heading that folds its fields. */
export function ListItem({ name, compact, startsOpen, onRemove, children }: ListItemProps) {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  const remove = (
    <button
      type="button"
      className="form-remove"
      aria-label={`Remove ${name}`}
      title="Remove"
      disabled={onRemove === undefined}
      onClick={onRemove}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M6 6l12 12M18 6L6 18" />
      </svg>
    </button>
  );
  if (compact) {
    return (
      <li className="form-compact">
        <fieldset className="form-compact-fields">
          <legend className="visually-hidden">{name}</legend>
          {children}
        </fieldset>
        {remove}
      </li>
    );
  }
  return (
    <li className="form-item">
      <div className="form-item-head">
        <button type="button" className="form-fold" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M9 6l6 6-6 6" />
          </svg>
          {name}
        </button>
        {remove}
      </div>
      <div id={id} className="form-item-body" hidden={!open}>
        {open && children}
      </div>
    </li>
  );
}
