import { lazy, Suspense, useEffect } from "react";
import { exportJson } from "./actions";
import { useDocumentDialogs } from "./dialog-store";
import { NoticeBar } from "./notice-bar";
import { continueInCopy, takeOver } from "./open-document";
import { isUnsaved, saveStateRemedy, saveStateText, useSaveState } from "./save-state";
import "./notices.css";

const DocumentDialogs = lazy(() => import("./document-dialogs").then((module) => ({ default: module.DocumentDialogs })));

/** Dialogs, notices and warnings about the document; mount it once, beside the workspace. */
export function DocumentHost() {
  const open = useDocumentDialogs((state) => state.open);
  return (
    <>
      <div className="notices">
        <StorageWarning />
        <NoticeBar />
      </div>
      {open === null ? null : (
        <Suspense fallback={null}>
          <DocumentDialogs />
        </Suspense>
      )}
    </>
  );
}

/** What the save state in the header cannot hold: what follows from it and what to do. */
function StorageWarning() {
  const status = useSaveState((state) => state.status);
  const elsewhere = status === "elsewhere";
  const unsaved = isUnsaved(status);
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [unsaved]);
  return (
    <div role="status">
      {elsewhere || unsaved ? (
        <div className={unsaved ? "notice notice-bad" : "notice"}>
          <span>
            <strong>{saveStateText(status)}.</strong> {saveStateRemedy(status)}
          </span>
          {elsewhere ? (
            <>
              <button type="button" className="notice-action" onClick={takeOver}>
                Edit here instead
              </button>
              <button type="button" className="notice-action" onClick={() => continueInCopy("")}>
                Edit a copy
              </button>
            </>
          ) : (
            <button type="button" className="notice-action" onClick={exportJson}>
              Export
            </button>
          )}
        </div>
      ) : null}
    </div>
  );
}
