import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import "./modal.css";

interface ModalProps {
  readonly title: string;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus, gives it back, and Escape always gets out. */
export function Modal({ title, wide = false, onClose, children }: ModalProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // In the layout phase the dialog is still in the page when it closes: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={wide ? "modal modal-wide" : "modal"}
      aria-labelledby={heading}
      onCancel={(event) => {
        // React takes the dialog away; closing it here too would give the focus back twice.
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="modal-sheet">
        <div className="modal-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="modal-close" aria-label="Close" onClick={onClose}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M6 6l12 12M18 6L6 18" />
            </svg>
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
