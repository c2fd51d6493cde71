import { useDocumentDialogs } from "./dialog-store";
import { DocumentsDialog } from "./documents-dialog";
import { ProblemsDialog } from "./problems-dialog";
import { ShareDialog } from "./share-dialog";
import "./dialogs.css";

/** Loaded with the first dialog that opens. */
export function DocumentDialogs() {
  const { open, refusal } = useDocumentDialogs();
  if (open === "documents") return <DocumentsDialog />;
  if (open === "share") return <ShareDialog />;
  return refusal === null ? null : <ProblemsDialog refusal={refusal} />;
}
