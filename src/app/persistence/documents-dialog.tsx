import { useCallback, useEffect, useRef, useState } from "react";
import { useDocument } from "../stores/document-store";
import { deleteDocument, duplicateDocument, importFile, newDocument, openDocument } from "./actions";
import { listDocuments, type StoredDocument } from "./device";
import { useDocumentDialogs } from "./dialog-store";
import { Modal } from "./modal";
import { useNotice } from "./notice-store";
import { useSaveState } from "./save-state";
import { onTabMessage } from "./tabs";

/** The documents on this device: open, duplicate, delete, and the ways to get another. */
export function DocumentsDialog() {
  const close = useDocumentDialogs((state) => state.close);
  const openId = useDocument((state) => state.documentId);
  const [documents, reload] = useStoredDocuments();
  const then = (work: Promise<unknown>) => void work.then(close);
  return (
    <Modal title="Documents" wide onClose={close}>
      <p className="modal-lead">They are kept in this browser, on this device only. Export what must outlive it.</p>
      {documents === null ? (
        <p className="modal-empty">Looking</p>
      ) : documents.length === 0 ? (
        <p className="modal-empty">Nothing is kept on this device.</p>
      ) : (
        <ul className="documents">
          {documents.map((stored) => (
            <DocumentRow key={stored.id} stored={stored} open={stored.id === openId} onOpened={close} onChanged={reload} />
          ))}
        </ul>
      )}
      <DeletedNotice />
      <footer className="modal-foot">
        <button type="button" className="modal-button" onClick={() => then(importFile())}>
          Import a file
        </button>
        <button type="button" className="modal-button modal-primary" onClick={() => then(newDocument())}>
          New document
        </button>
      </footer>
    </Modal>
  );
}

interface RowProps {
  readonly stored: StoredDocument;
  readonly open: boolean;
  readonly onOpened: () => void;
  readonly onChanged: () => void;
}

function DocumentRow({ stored, open, onOpened, onChanged }: RowProps) {
  const { id, name, nodes, links, savedAtMs } = stored;
  return (
    <li className="document">
      <button
        type="button"
        className="document-open"
        aria-current={open ? "true" : undefined}
        onClick={() => (open ? onOpened() : void openDocument(id).then((opened) => opened && onOpened()))}
      >
        <span className="document-name">{name === "" ? "Untitled" : name}</span>
        <span className="document-facts">
          {open ? "Open now · " : ""}
          {counted(nodes, "node")}, {counted(links, "link")} · {whenText(savedAtMs)}
        </span>
      </button>
      <button
        type="button"
        className="modal-button"
        aria-label={`Duplicate ${name}`}
        onClick={() => void duplicateDocument(id).then(onOpened)}
      >
        Duplicate
      </button>
      <button type="button" className="modal-button" aria-label={`Delete ${name}`} onClick={() => void deleteDocument(id).then(onChanged)}>
        Delete
      </button>
    </li>
  );
}

/** A modal dialog covers the page's own notices, so the way to undo has to stand in here. */
function DeletedNotice() {
  const notice = useNotice((state) => state.notice);
  const dismiss = useNotice((state) => state.dismiss);
  const undo = useRef<HTMLButtonElement>(null);
  // The button that deleted is gone, and the focus with it; what one may want next is to undo.
  useEffect(() => {
    if (notice?.action !== undefined) undo.current?.focus();
  }, [notice]);
  return (
    <div role="status" className="modal-status">
      {notice === null ? null : (
        <>
          {notice.text}
          {notice.action === undefined ? null : (
            <button
              ref={undo}
              type="button"
              className="modal-link"
              onClick={() => {
                notice.action?.run();
                dismiss();
              }}
            >
              {notice.action.label}
            </button>
          )}
        </>
      )}
    </div>
  );
}

/** The list, read again after every save and whenever another tab changes it. */
function useStoredDocuments(): [readonly StoredDocument[] | null, () => void] {
  const [documents, setDocuments] = useState<readonly StoredDocument[] | null>(null);
  const status = useSaveState((state) => state.status);
  const notice = useNotice((state) => state.notice);
  const reload = useCallback(() => {
    listDocuments().then(setDocuments, () => setDocuments([]));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a save, or a delete undone, is the reason to read again.
  useEffect(reload, [status, notice, reload]);
  useEffect(() => onTabMessage(reload), [reload]);
  return [documents, reload];
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const whenText = (atMs: number) => format.format(atMs);
