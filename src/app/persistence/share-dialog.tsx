import { useEffect, useRef, useState } from "react";
import type { Problem } from "../../base/problem";
import type { Result } from "../../base/result";
import { exportJson, shareLink } from "./actions";
import { useDocumentDialogs } from "./dialog-store";
import { Modal } from "./modal";

/** The link that reproduces the document, its seed and its planned faults included. */
export function ShareDialog() {
  const close = useDocumentDialogs((state) => state.close);
  const [link, setLink] = useState<Result<string, Problem> | null>(null);
  useEffect(() => {
    let wanted = true;
    void shareLink().then((made) => wanted && setLink(made));
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <Modal title="Share" onClose={close}>
      <p className="modal-lead">
        The link holds the whole document with its seed and planned faults, so it replays the same run. Nothing is stored on a server.
      </p>
      {link === null ? (
        <p className="modal-empty">Making the link</p>
      ) : link.ok ? (
        <LinkField link={link.value} />
      ) : (
        <TooLong problem={link.error} />
      )}
      <footer className="modal-foot">
        <button type="button" className="modal-button" onClick={exportJson}>
          Export JSON
        </button>
      </footer>
    </Modal>
  );
}

function LinkField({ link }: { readonly link: string }) {
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState("");
  // Copying is what one came for: Enter does it.
  useEffect(() => button.current?.focus(), []);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link);
      setSaid("Copied.");
    } catch {
      setSaid("The browser does not allow copying. The link is selected: copy it by keyboard.");
    }
  };
  return (
    <>
      <div className="share-row">
        <input
          ref={field}
          className="share-link"
          aria-label="Link to this document"
          readOnly
          value={link}
          onFocus={(event) => event.target.select()}
        />
        <button ref={button} type="button" className="modal-button modal-primary" onClick={() => void copy()}>
          Copy link
        </button>
      </div>
      <div role="status" className="modal-status">
        {said === "" ? `${link.length.toLocaleString("en")} characters` : said}
      </div>
    </>
  );
}

function TooLong({ problem }: { readonly problem: Problem }) {
  return (
    <p role="alert" className="modal-problem">
      {problem.message} {problem.remedy}
    </p>
  );
}
