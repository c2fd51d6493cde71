import { useMemo } from "react";
import { draftAll } from "../../topology/drills/library/registry";
import { useDocument } from "../stores/document-store";
import { takeDrill } from "./drill-edit";

/** Drills that can be had for this document as it is, their targets chosen; one click makes one of them its own. */
export function ReadyDrills() {
  const topology = useDocument((state) => state.topology);
  const drafts = useMemo(() => draftAll(topology), [topology]);
  if (drafts.length === 0) return null;
  return (
    <fieldset className="drill-ready" aria-label="Ready drills">
      <h4>Ready drills</h4>
      {drafts.map(({ ready, drill }) => (
        <button
          key={ready.id}
          type="button"
          className="drill-choice"
          title={`${ready.summary} ${drill.description}`}
          onClick={() => takeDrill(drill)}
        >
          <svg className="drill-plus" viewBox="0 0 12 12" aria-hidden="true">
            <path d="M6 2v8M2 6h8" />
          </svg>
          <span className="drill-choice-title">{ready.title}</span>
        </button>
      ))}
    </fieldset>
  );
}
