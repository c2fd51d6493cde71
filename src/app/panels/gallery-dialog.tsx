import { useState } from "react";
import { examples } from "../../topology/examples/registry";
import { importTopology } from "../persistence/actions";
import { Modal } from "../persistence/modal";
import { useGallery } from "./gallery-store";
import "./gallery.css";

/** The worked examples, each with the one thing it teaches; opening one makes a new document. */
export function GalleryDialog() {
  const show = useGallery((state) => state.show);
  const [problem, setProblem] = useState("");
  const open = async (example: (typeof examples)[number]) => {
    try {
      await importTopology(await example.load());
      show(false);
    } catch {
      setProblem(`“${example.title}” could not be loaded. Check the connection and try again.`);
    }
  };
  return (
    <Modal title="Examples" wide onClose={() => show(false)}>
      <p className="modal-lead">
        Each teaches one thing. It opens as a document of its own; yours stays as it is.
      </p>
      {problem !== "" && <p role="alert">{problem}</p>}
      <ul className="gallery">
        {examples.map((example) => (
          <li key={example.id}>
            <button type="button" onClick={() => void open(example)}>
              <strong>{example.title}</strong>
              <span>{example.lesson}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
