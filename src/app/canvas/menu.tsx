import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import "./menu.css";

interface MenuProps {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A menu at a point: arrow keys walk it, letters jump, Escape and a click elsewhere close it. */
export function Menu({ x, y, label, onClose, children }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
    element.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
  }, [x, y]);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    items(menu.current)[0]?.focus();
    const outside = (event: PointerEvent) => {
      if (!menu.current?.contains(event.target as globalThis.Node)) onClose();
    };
    window.addEventListener("pointerdown", outside, true);
    return () => {
      window.removeEventListener("pointerdown", outside, true);
      before?.focus?.();
    };
  }, [onClose]);
  const key = (event: KeyboardEvent) => {
    const all = items(menu.current);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape" || event.key === "Tab") onClose();
    else if (event.key === "ArrowDown") all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp") all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all[all.length - 1]?.focus();
    else if (/^[a-z0-9]$/i.test(event.key)) {
      const rest = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      rest.find((item) => item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={menu} className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={key}>
      {children}
    </div>
  );
}

interface MenuItemProps {
  readonly onSelect: () => void;
  readonly keys?: string | undefined;
  /** A sentence under the words, e.g. why it would not work. */
  readonly note?: string | undefined;
  readonly children: ReactNode;
}

export function MenuItem({ onSelect, keys, note, children }: MenuItemProps) {
  return (
    <button type="button" role="menuitem" tabIndex={-1} className="menu-item" onClick={onSelect}>
      <span>
        {children}
        {note !== undefined && <small className="menu-note">{note}</small>}
      </span>
      {keys !== undefined && <kbd>{keys}</kbd>}
    </button>
  );
}

function items(menu: HTMLElement | null): HTMLButtonElement[] {
  return [...(menu?.querySelectorAll<HTMLButtonElement>('[role="menuitem"]') ?? [])];
}
