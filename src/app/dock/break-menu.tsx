import { lazy, Suspense, useRef, useState } from "react";
import { TransportIcon } from "./transport-icon";
import "./break-menu.css";

// What breaks things brings the forms along; the first screen does not need them.
const BreakPanel = lazy(() => import("./break-panel").then((module) => ({ default: module.BreakPanel })));

/** The palette of faults, above the dock. */
export function BreakMenu() {
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const place = () => {
    const box = button.current?.getBoundingClientRect();
    if (box === undefined || panel.current === null) return;
    panel.current.style.right = `${Math.max(8, window.innerWidth - box.right)}px`;
    panel.current.style.bottom = `${window.innerHeight - box.top + 8}px`;
    panel.current.style.maxHeight = `${Math.max(160, box.top - 16)}px`;
  };
  return (
    <>
      <button ref={button} type="button" className="dock-button" popoverTarget="break-panel" aria-expanded={open}>
        <TransportIcon name="break" /> Break something
      </button>
      <div
        ref={panel}
        id="break-panel"
        className="break-panel"
        popover="auto"
        role="dialog"
        aria-label="Break something"
        onBeforeToggle={place}
        onToggle={(event) => setOpen(event.newState === "open")}
        onKeyDown={(event) => event.stopPropagation()}
      >
        {open && (
          <Suspense fallback={null}>
            <BreakPanel done={() => panel.current?.hidePopover()} />
          </Suspense>
        )}
      </div>
    </>
  );
}
