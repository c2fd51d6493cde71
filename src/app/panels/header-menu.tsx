import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { exportJson, importFile, newDocument, openDocuments } from "../persistence/actions";
import { useGallery } from "./gallery-store";

const ENTRIES = [
  { label: "New", act: () => void newDocument() },
  { label: "Open documents", act: openDocuments },
  { label: "Examples", act: () => useGallery.getState().show(true) },
  { label: "Import", act: () => void importFile() },
  { label: "Export JSON", act: exportJson },
] as const;

/** The document menu: opens with a click, Enter or an arrow; arrows walk it, Escape leaves. */
export function HeaderMenu() {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const leave = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [open]);

  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setOpen(true);
      return;
    }
    const list = items();
    const at = list.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (to !== undefined) list[(to + list.length) % list.length]?.focus();
    if (event.key === "Escape" || to !== undefined) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  return (
    <div ref={root} className="header-menu">
      <button
        ref={trigger}
        type="button"
        className="header-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
      >
        File
      </button>
      {open && (
        <div role="menu" id={id} aria-label="Document" className="header-menu-list" tabIndex={-1} onKeyDown={onKeyDown}>
          {ENTRIES.map(({ label, act }) => (
            <button
              key={label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                act();
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
