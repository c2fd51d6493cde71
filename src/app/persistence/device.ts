import { createStore, del, entries, get, set, type UseStore, update } from "idb-keyval";

/** A document as this device keeps it. */
export interface StoredDocument {
  readonly id: string;
  readonly name: string;
  /** The exported file. Read it as foreign input: other versions of the app wrote here too. */
  readonly json: string;
  /** Counts the writes, so that two tabs notice each other even where the browser has no locks. */
  readonly revision: number;
  readonly savedAtMs: number;
  readonly nodes: number;
  readonly links: number;
}

let opened: UseStore | undefined;

function shelf(): UseStore {
  opened ??= createStore("faultyard", "documents");
  return opened;
}

export const freshDocumentId = () => crypto.randomUUID();

export const readDocument = (id: string) => get<StoredDocument>(id, shelf());

/** Latest first. */
export async function listDocuments(): Promise<StoredDocument[]> {
  const all = await entries<string, StoredDocument>(shelf());
  return all.map(([, stored]) => stored).sort((a, b) => b.savedAtMs - a.savedAtMs);
}

/** Writes over revision `document.revision - 1` and nothing else; false when another tab was faster. */
export async function writeDocument(document: StoredDocument): Promise<boolean> {
  let written = true;
  await update<StoredDocument>(
    document.id,
    (there) => {
      // In one transaction with the write, so nobody can come between.
      written = there === undefined || there.revision < document.revision;
      return written ? document : (there as StoredDocument);
    },
    shelf(),
  );
  return written;
}

/** Takes a document off the device and hands it back, so that this can be undone. */
export async function removeDocument(id: string): Promise<StoredDocument | undefined> {
  const there = await readDocument(id);
  await del(id, shelf());
  return there;
}

export const restoreDocument = (document: StoredDocument) => set(document.id, document, shelf());
