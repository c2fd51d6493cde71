import { useState } from "react";
import type { EntryDocs } from "../../catalog/define";
import { useCommandUi } from "../commands/command-ui-store";
import { type CatalogueDocs, useCatalogueDocs } from "../fidelity/use-catalogue-docs";

/** What an entry models, what it leaves out, and where its behaviour is written down. */
export function WhatIsSimulated({ docs }: { readonly docs: EntryDocs }) {
  const [open, setOpen] = useState(false);
  const all = useCatalogueDocs(open);
  return (
    <details className="panel-fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What is simulated</summary>
      <p>{docs.summary}</p>
      <DocLists docs={all?.[docs.summary]} />
      <button type="button" className="panel-link" onClick={() => useCommandUi.getState().show("fidelity")}>
        The whole catalogue
      </button>
    </details>
  );
}

/** What is modelled, simplified and left out, and the sources. */
export function DocLists({ docs }: { readonly docs: CatalogueDocs[string] | undefined }) {
  if (docs === undefined) return null;
  return (
    <>
      <DocList title="Modelled" lines={docs.models} />
      <DocList title="Simplified" lines={docs.simplifies ?? []} />
      <DocList title="Not modelled" lines={docs.ignores} />
      <DocList title="Sources" lines={docs.sources} />
    </>
  );
}

function DocList({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}
