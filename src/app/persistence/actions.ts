import type { Problem } from "../../base/problem";
import type { Result } from "../../base/result";
import { exportTopology } from "../../topology/export";
import type { Topology } from "../../topology/schema";
import { emptyTopology, useDocument } from "../stores/document-store";
import { freshDocumentId, listDocuments, readDocument, removeDocument, restoreDocument } from "./device";
import { useDocumentDialogs } from "./dialog-store";
import { downloadText, fileNameOf, pickFile } from "./files";
import { tell } from "./notice-store";
import { abandonDocument, isOpenElsewhere, openTopology } from "./open-document";
import { readText } from "./read-text";
import { recallDocument } from "./rescue";
import { tellTabs } from "./tabs";

/** Starts an empty document; the one that was open is already saved. */
export async function newDocument(): Promise<void> {
  await openTopology(freshDocumentId(), emptyTopology(), 0);
}

/** Shows the documents on this device. */
export function openDocuments(): void {
  useDocumentDialogs.getState().show("documents");
}

/** Shows the dialog with the link to copy. */
export function openShare(): void {
  useDocumentDialogs.getState().show("share");
}

/** Opens a document kept on this device; false, with the reason shown, when it cannot be read. */
export async function openDocument(id: string): Promise<boolean> {
  const stored = await recallDocument(id);
  if (stored === undefined) {
    tell("That document is no longer on this device.");
    return false;
  }
  const parsed = await readText(stored.json);
  if (!parsed.ok) {
    await refuse(stored.json, `“${stored.name}”`);
    return false;
  }
  await openTopology(id, parsed.value.topology, stored.revision);
  return true;
}

/** Opens foreign text as a new document, or says what is wrong with it; the open document stays untouched. */
export async function importText(text: string, source: string): Promise<boolean> {
  const parsed = await readText(text);
  if (!parsed.ok) {
    await refuse(text, source);
    return false;
  }
  await importTopology(parsed.value.topology);
  return true;
}

/** Opens a validated document as a new one on this device. */
export async function importTopology(topology: Topology): Promise<void> {
  await openTopology(freshDocumentId(), topology, 0);
}

/** Lets the person pick a JSON file and opens it. */
export async function importFile(): Promise<void> {
  const file = await pickFile();
  if (file !== null) await importText(file.text, file.name);
}

/** Downloads the open document. */
export function exportJson(): void {
  const { topology } = useDocument.getState();
  downloadText(fileNameOf(topology.name), exportTopology(topology));
}

/** The link that reproduces the open document, or why it cannot be made. */
export async function shareLink(): Promise<Result<string, Problem>> {
  const { encodeShare } = await import("../../topology/share");
  const { origin, pathname } = window.location;
  return encodeShare(useDocument.getState().topology, `${origin}${pathname}`);
}

export function renameDocument(name: string): void {
  const trimmed = name.trim().slice(0, 120);
  if (trimmed === "" || trimmed === useDocument.getState().topology.name) return;
  useDocument.getState().change("Rename document", (topology) => ({ ...topology, name: trimmed }));
}

/** Opens a copy of a stored document, or of the open one. */
export async function duplicateDocument(id?: string): Promise<void> {
  const stored = id === undefined ? undefined : await readDocument(id);
  const parsed = stored === undefined ? undefined : await readText(stored.json);
  if (parsed?.ok === false) return refuse(stored?.json ?? "", `“${stored?.name}”`);
  const original = parsed?.value.topology ?? useDocument.getState().topology;
  await importTopology({ ...original, name: `${original.name.slice(0, 113)}, copy` });
}

/** Deletes a document at once and offers to bring it back. */
export async function deleteDocument(id: string): Promise<boolean> {
  if (await isOpenElsewhere(id)) {
    tell("That document is open in another tab. Close it there first.");
    return false;
  }
  const open = useDocument.getState().documentId === id;
  if (open) abandonDocument();
  const removed = await removeDocument(id);
  tellTabs({ type: "listChanged" });
  const stopgap = open ? await openNext() : null;
  if (removed === undefined) return false;
  const bringBack = async () => {
    await restoreDocument(removed);
    tellTabs({ type: "listChanged" });
    if (!open) return;
    const { documentId, topology } = useDocument.getState();
    if (documentId === stopgap && topology.nodes.length === 0) {
      abandonDocument();
      await removeDocument(stopgap);
    }
    await openDocument(id);
  };
  tell(`Deleted “${removed.name}”.`, { label: "Undo", run: () => void bringBack() });
  return true;
}

/** After the open document is gone: the latest that no other tab has, else an empty one, whose id is returned. */
async function openNext(): Promise<string | null> {
  for (const { id } of await listDocuments()) {
    if (await isOpenElsewhere(id)) continue;
    if (await openDocument(id)) return null;
    break;
  }
  await newDocument();
  return useDocument.getState().documentId;
}

async function refuse(text: string, source: string): Promise<void> {
  const { parseLenient } = await import("../../topology/salvage");
  useDocumentDialogs.getState().refuse({ source, ...parseLenient(text) });
}
