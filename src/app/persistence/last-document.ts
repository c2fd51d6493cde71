const KEY = "faultyard.document";

/** Remembers what is open: for this tab's reload, and for the next tab. */
export function rememberDocument(id: string): void {
  for (const storage of storages()) {
    try {
      storage.setItem(KEY, id);
    } catch {
      // Without it the next start opens the latest document; nothing is lost.
    }
  }
}

/** Ids to try, best first. */
export function rememberedDocuments(): string[] {
  return storages().flatMap((storage) => storage.getItem(KEY) ?? []);
}

/** Reading the property alone throws where site data is blocked. */
function storages(): Storage[] {
  try {
    return [sessionStorage, localStorage];
  } catch {
    return [];
  }
}
