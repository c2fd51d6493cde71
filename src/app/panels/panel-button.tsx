import type { ReactNode } from "react";
import "./panel-button.css";

interface PanelButtonProps {
  readonly disabled?: boolean;
  readonly tone?: "plain" | "bad";
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A plain button with words. */
export function PanelButton({ disabled = false, tone = "plain", onClick, children }: PanelButtonProps) {
  return (
    <button type="button" className={`panel-button panel-button-${tone}`} disabled={disabled} onClick={onClick}>
      {children}
    </button>
  );
}
