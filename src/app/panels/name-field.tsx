import { useRef, useState } from "react";
import { rename } from "../../topology/edit/config";
import { mergeKeyOf, nextVisit } from "../forms/edit";
import { useDocument } from "../stores/document-store";

/** The name of a node or zone as its own heading: click to edit, empty goes back to what it was. */
export function NameField({ id, name, what }: { readonly id: string; readonly name: string; readonly what: string }) {
  const change = useDocument((state) => state.change);
  const [draft, setDraft] = useState<string | null>(null);
  const visit = useRef(0);
  return (
    <input
      className="inspector-name"
      aria-label={`Name of this ${what.toLowerCase()}`}
      maxLength={80}
      value={draft ?? name}
      spellCheck={false}
      autoComplete="off"
      onFocus={() => {
        visit.current = nextVisit();
      }}
      onChange={(event) => {
        const words = event.target.value;
        setDraft(words);
        change(`Rename ${name}`, (t) => rename(t, id, words), mergeKeyOf(id, { title: "Name", path: ["name"], visit: visit.current }));
      }}
      onBlur={() => setDraft(null)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
