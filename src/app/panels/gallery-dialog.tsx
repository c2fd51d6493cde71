import { useState } from "react";
import { type Cure, type Example, exampleGroups, examples } from "../../topology/examples/registry";
import { importTopology } from "../persistence/actions";
import { Modal } from "../persistence/modal";
import { useGallery } from "./gallery-store";
import "./gallery.css";

/** The worked examples, each with the one thing it teaches; opening one makes a new document. */
export function GalleryDialog() {
  const show = useGallery((state) => state.show);
  const [problem, setProblem] = useState("");
  const open = async ({ title }: Example, { load }: Example | Cure) => {
    try {
      await importTopology(await load());
      show(false);
    } catch {
      setProblem(`“${title}” could not be loaded. Check the connection and try again.`);
    }
  };
  return (
    <Modal title="Examples" wide onClose={() => show(false)}>
      <p className="modal-lead">Each teaches one thing. It opens as a document of its own; yours stays as it is.</p>
      {problem !== "" && <p role="alert">{problem}</p>}
      <div className="gallery">
        {exampleGroups.map((group) => (
          <section key={group.id}>
            <h3>{group.title}</h3>
            <ul>
              {examples
                .filter((example) => example.group === group.id)
                .map((example) => (
                  <Card key={example.id} example={example} open={(variant) => void open(example, variant)} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}

function Card({ example, open }: { readonly example: Example; readonly open: (variant: Example | Cure) => void }) {
  const { cure } = example;
  return (
    <li>
      <button type="button" onClick={() => open(example)}>
        <strong>{example.title}</strong>
        <span>{example.lesson}</span>
      </button>
      {cure !== undefined && (
        <button type="button" className="gallery-cure" aria-label={`${example.title}, cured by ${cure.remedy}`} onClick={() => open(cure)}>
          Cured by {cure.remedy}
        </button>
      )}
    </li>
  );
}
