import { useState } from "react";
import type { EntryDefinition } from "../../catalog/define";
import { fidelitySections } from "../../catalog/fidelity/sections";
import { useCommandUi } from "../commands/command-ui-store";
import { DocLists } from "../panels/what-is-simulated";
import { Modal } from "../persistence/modal";
import { type CatalogueDocs, useCatalogueDocs } from "./use-catalogue-docs";
import "./fidelity.css";

const wordsOf = ({ title, docs }: EntryDefinition, all: CatalogueDocs | null) =>
  JSON.stringify([title, docs.summary, all?.[docs.summary]]).toLowerCase();

/** Everything the catalogue has, with what is modelled, simplified and left out, searchable. */
export function FidelityDialog() {
  const [wanted, setWanted] = useState("");
  const docs = useCatalogueDocs(true);
  const words = wanted.toLowerCase().trim();
  const sections = fidelitySections
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter((entry) => wordsOf(entry, docs).includes(words)),
    }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <Modal title="Fidelity" wide onClose={useCommandUi.getState().close}>
      <p className="modal-lead">What is modelled, simplified and left out, and where each behaviour is written down.</p>
      <input
        className="fidelity-search"
        type="search"
        placeholder="Search, e.g. prefetch"
        aria-label="Search the catalogue"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <section className="fidelity" aria-label="Catalogue" tabIndex={0}>
        {sections.length === 0 && <p>Nothing in the catalogue speaks of “{wanted}”.</p>}
        {sections.map(({ title, entries }) => (
          <div key={title}>
            <h3>{title}</h3>
            {entries.map((entry) => (
              <details key={entry.id} open={words !== ""}>
                <summary>
                  <strong>{entry.title}</strong> <span>{entry.docs.summary}</span>
                </summary>
                <DocLists docs={docs?.[entry.docs.summary]} />
              </details>
            ))}
          </div>
        ))}
      </section>
    </Modal>
  );
}
