import { useEffect } from "react";
import { nudge } from "./arrange-commands";
import { watchClipboard } from "./clipboard";
import { useCommandUi } from "./command-ui-store";
import { commands } from "./commands";
import { isPressed } from "./keys";

/** Listens to the keys of every command, for as long as the workspace is shown. */
export function useShortcuts(): void {
  useEffect(() => {
    window.addEventListener("keydown", onKeyDown);
    const stop = watchClipboard();
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      stop();
    };
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (useCommandUi.getState().open !== null && document.querySelector("dialog[open]") === null) {
    typeAhead(event);
    return;
  }
  if (isTaken(event)) return;
  if (isOnCanvas(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey && nudge(event.key, event.shiftKey)) {
    event.preventDefault();
    return;
  }
  const command = commands.find(
    ({ keys = [], native, possible }) => native !== true && keys.some((written) => isPressed(written, event)) && possible?.() !== false,
  );
  if (command === undefined) return;
  event.preventDefault();
  command.run();
}

/** A dialog that is asked for takes a moment to load: what is typed meanwhile is meant for it. */
function typeAhead(event: KeyboardEvent): void {
  const { type, close } = useCommandUi.getState();
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") close();
  else if (event.key.length === 1) type(event.key);
  else return;
  event.preventDefault();
}

/** Whether what has the focus needs the key itself: a field its letters, a button its Enter and Space. */
function isTaken(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest("dialog, [role='menu'], [role='listbox']") !== null) return true;
  const opensPalette = isPressed("Mod+k", event);
  if (target.closest("input, textarea, select, [contenteditable]") !== null) return !opensPalette;
  const acts = event.key === " " || event.key === "Enter";
  return acts && target.closest("button, a, summary, [role='button'], [role='slider']") !== null;
}

/** Arrow keys scroll panels and move sliders; only on the canvas, or with nothing focused, do they move nodes. */
function isOnCanvas(target: EventTarget | null): boolean {
  if (target === document.body) return true;
  return target instanceof Element && target.closest(".react-flow") !== null;
}
