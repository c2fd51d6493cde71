import { useDocument } from "../stores/document-store";
import { HeaderIcon } from "./header-icon";

/** Undo and redo, each saying what it would take back or bring back. */
export function HistoryButtons() {
  const past = useDocument((state) => state.history.past.at(-1)?.label);
  const future = useDocument((state) => state.history.future[0]?.label);
  const { undo, redo } = useDocument.getState();
  return (
    <>
      <HeaderIcon
        label={past === undefined ? "Nothing to undo" : `Undo: ${past}`}
        keys="Ctrl Z"
        disabled={past === undefined}
        onClick={undo}
      >
        <path d="M9 14 4 9l5-5" />
        <path d="M4 9h10a6 6 0 0 1 0 12h-3" />
      </HeaderIcon>
      <HeaderIcon
        label={future === undefined ? "Nothing to redo" : `Redo: ${future}`}
        keys="Ctrl Shift Z"
        disabled={future === undefined}
        onClick={redo}
      >
        <path d="m15 14 5-5-5-5" />
        <path d="M20 9H10a6 6 0 0 0 0 12h3" />
      </HeaderIcon>
    </>
  );
}
