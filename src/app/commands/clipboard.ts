import { copy, FRAGMENT_FORMAT, type Fragment, fragmentText } from "../../topology/edit/fragment";
import { removeElements } from "../../topology/edit/remove";
import { flow } from "../canvas/flow-instance";
import { tell } from "../persistence/notice-store";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { namesOf, targets } from "./targets";

/** Copies, cuts and pastes parts of the diagram as text on the system's clipboard, so that it works between tabs. */
export function watchClipboard(): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const take = (event: ClipboardEvent): Fragment | null => {
    if (isWriting(event.target)) return null;
    const fragment = chosen();
    if (fragment === null) return null;
    event.clipboardData?.setData("text/plain", fragmentText(fragment));
    event.preventDefault();
    return fragment;
  };
  document.addEventListener("copy", (event) => void take(event), { signal });
  document.addEventListener("cut", (event) => take(event) !== null && removeTargets("Cut"), { signal });
  document.addEventListener(
    "paste",
    (event) => {
      if (isWriting(event.target)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!text.includes(FRAGMENT_FORMAT)) return;
      event.preventDefault();
      void pasteText(text);
    },
    { signal },
  );
  return () => stop.abort();
}

/** Deletes what is chosen; undo brings it back, so nothing asks first. */
export function removeTargets(verb: "Delete" | "Cut" = "Delete"): void {
  const ids = targets();
  if (ids.length === 0) return;
  useDocument.getState().change(`${verb} ${namesOf(ids)}`, (topology) => removeElements(topology, ids));
  useSelection.getState().clear();
}

export async function duplicateTargets(): Promise<void> {
  const ids = targets();
  const { duplicate } = await import("../../topology/edit/clipboard");
  const { topology, change } = useDocument.getState();
  const made = duplicate(topology, ids);
  if (made.ids.length === 0) return;
  change(`Duplicate ${namesOf(ids)}`, () => made.topology);
  useSelection.getState().select(made.ids);
}

/** From a menu: the page writes to the clipboard by itself. */
export async function copyTargets(): Promise<boolean> {
  const fragment = chosen();
  if (fragment === null) return false;
  try {
    await navigator.clipboard.writeText(fragmentText(fragment));
    return true;
  } catch {
    tell("The browser does not let this page write to the clipboard from a menu. Press Ctrl C instead.");
    return false;
  }
}

export async function cutTargets(): Promise<void> {
  if (await copyTargets()) removeTargets("Cut");
}

export async function pasteFromMenu(): Promise<void> {
  try {
    await pasteText(await navigator.clipboard.readText());
  } catch {
    tell("The browser does not let this page read the clipboard from a menu. Press Ctrl V instead.");
  }
}

function chosen(): Fragment | null {
  return copy(useDocument.getState().topology, targets());
}

async function pasteText(text: string): Promise<void> {
  const { parseFragment, paste } = await import("../../topology/edit/clipboard");
  const fragment = parseFragment(text);
  if (fragment === null) {
    tell("The clipboard holds no part of a diagram that can be read. Copy some nodes first.");
    return;
  }
  const { topology, change } = useDocument.getState();
  const made = paste(topology, fragment, flow.centre());
  const count = made.ids.length;
  change(count === 1 ? "Paste" : `Paste ${count} elements`, () => made.topology);
  useSelection.getState().select(made.ids);
}

/** Text that is being written or marked has its own clipboard. */
function isWriting(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], dialog") !== null) return true;
  return (window.getSelection()?.toString() ?? "") !== "";
}
