import { readDocument, type StoredDocument, writeDocument } from "./device";

const keyOf = (id: string) => `faultyard.rescue.${id}`;

/**
 * The last moments before a page goes away: a database write may not finish any more, local storage is synchronous.
 * Rarely needed, so failing to write it is no news.
 */
export function leaveRescue(document: StoredDocument): void {
  try {
    localStorage.setItem(keyOf(document.id), JSON.stringify(document));
  } catch {
    // Full or blocked; the database write is under way all the same.
  }
}

export function dropRescue(id: string): void {
  try {
    localStorage.removeItem(keyOf(id));
  } catch {
    // Blocked storage holds no rescue either.
  }
}

/** A document as this device knows it, with what a dying page left behind put in first. */
export async function recallDocument(id: string): Promise<StoredDocument | undefined> {
  const rescued = readRescue(id);
  // The write refuses what is older than the database, so a stale rescue does no harm.
  if (rescued !== null) await writeDocument(rescued);
  dropRescue(id);
  return readDocument(id);
}

function readRescue(id: string): StoredDocument | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(id)) ?? "null");
    return isStored(value, id) ? value : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown, id: string): value is StoredDocument {
  if (typeof value !== "object" || value === null) return false;
  const { id: itsId, json, revision, name } = value as Partial<StoredDocument>;
  return itsId === id && typeof json === "string" && typeof revision === "number" && typeof name === "string";
}
