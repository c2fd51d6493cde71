import { useEffect, useRef, useState } from "react";
import { renameDocument } from "../persistence/actions";
import { useDocument } from "../stores/document-store";

/** The document's name; a click turns it into a field. Enter keeps the new name, Escape the old one. */
export function DocumentName() {
  const name = useDocument((state) => state.topology.name);
  const [draft, setDraft] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const editing = draft !== null;
  useEffect(() => {
    if (!editing) return;
    input.current?.focus();
    input.current?.select();
  }, [editing]);

  const close = (keep: boolean) => {
    if (keep && draft !== null) renameDocument(draft);
    setDraft(null);
    requestAnimationFrame(() => button.current?.focus());
  };
  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        className="document-name"
        aria-label={`Rename ${name}`}
        title="Rename"
        onClick={() => setDraft(name)}
      >
        {name}
      </button>
    );
  }
  return (
    <input
      ref={input}
      className="document-name"
      aria-label="Document name"
      maxLength={120}
      size={Math.max(12, Math.min(48, draft.length + 1))}
      value={draft}
      spellCheck={false}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => {
        renameDocument(draft);
        setDraft(null);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") close(true);
        if (event.key === "Escape") close(false);
      }}
    />
  );
}
