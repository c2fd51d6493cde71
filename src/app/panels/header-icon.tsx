import type { ReactNode } from "react";

interface HeaderIconProps {
  readonly label: string;
  /** The shortcut that does the same. */
  readonly keys?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A square button with an icon; what it does stands in its name and its tooltip. It keeps the focus when disabled. */
export function HeaderIcon({ label, keys, disabled = false, onClick, children }: HeaderIconProps) {
  return (
    <button
      type="button"
      className="header-icon"
      aria-label={label}
      aria-disabled={disabled}
      title={keys === undefined ? label : `${label} (${keys})`}
      onClick={disabled ? undefined : onClick}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}
