import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import type { Drill } from "../../topology/drills/schema";
import { useDocument } from "../stores/document-store";
import { useSelection } from "../stores/selection-store";
import { placeStep } from "./drill-edit";
import { useDrillsView } from "./drills-view";
import { type LibraryItem, searchLibrary } from "./library";

export const STEP_DRAG_TYPE = "application/x-faultyard-step";

/** Everything that a method can do: drag it onto the timeline, click it, or press Enter on it. */
export function DrillLibrary({ drill }: { readonly drill: Drill }) {
  const [search, setSearch] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const topology = useDocument((state) => state.topology);
  const selected = useSelection((state) => state.ids);
  const groups = searchLibrary(search);
  const first = groups.flatMap(([, items]) => items).find((item) => item.make(topology, selected) !== null);
  const buttons = () => [...(list.current?.querySelectorAll<HTMLButtonElement>("button:enabled") ?? [])];
  const add = (item: LibraryItem) => {
    const id = placeStep(drill, item);
    if (id !== null) useDrillsView.getState().inspect(id);
  };
  const walk = (event: KeyboardEvent) => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) list.current?.parentElement?.querySelector("input")?.focus();
    else all[Math.min(to, all.length - 1)]?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk the buttons, which Tab reaches too.
    <div className="drill-library" onKeyDown={walk}>
      <input
        type="search"
        className="drill-search"
        placeholder="Search actions"
        aria-label="Search actions"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && first !== undefined) add(first);
        }}
      />
      <div ref={list} className="drill-items">
        {groups.length === 0 && <p className="drill-note">No action is called so.</p>}
        {groups.map(([group, items]) => (
          <fieldset key={group} aria-label={group}>
            <h4>{group}</h4>
            {items.map((item) => (
              <ItemButton key={item.id} item={item} isPossible={item.make(topology, selected) !== null} add={() => add(item)} />
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
}

interface ItemButtonProps {
  readonly item: LibraryItem;
  readonly isPossible: boolean;
  add(): void;
}

function ItemButton({ item, isPossible, add }: ItemButtonProps) {
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(STEP_DRAG_TYPE, item.id);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button"
      className="drill-item"
      draggable={isPossible}
      disabled={!isPossible}
      title={isPossible ? item.summary : "Nothing in this document can be hit by it."}
      onDragStart={start}
      onClick={add}
    >
      <span>{item.title}</span>
      <small>{item.magnitude}</small>
    </button>
  );
}
