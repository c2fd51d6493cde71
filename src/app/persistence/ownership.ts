/** One tab at a time writes a document: the holder of its lock. Others wait in line. */
const lockName = (documentId: string) => `faultyard:${documentId}`;

export interface Claim {
  release(): void;
}

interface Outcome {
  /** This tab may write; `waited` when another held the document first. */
  onOwned(waited: boolean): void;
  /** Another tab holds it; `onOwned` follows when that one closes. */
  onElsewhere(): void;
}

/** Asks for a document and keeps asking. Where the browser has no locks, revisions alone guard the writes. */
export function claimDocument(documentId: string, outcome: Outcome): Claim {
  const stop = new AbortController();
  let release = () => stop.abort();
  const hold = (waited: boolean) =>
    new Promise<void>((resolve) => {
      if (stop.signal.aborted) return resolve();
      release = resolve;
      outcome.onOwned(waited);
    });
  const { locks } = navigator;
  if (locks === undefined) {
    queueMicrotask(() => outcome.onOwned(false));
    return { release: () => {} };
  }
  void locks
    .request(lockName(documentId), { ifAvailable: true }, (lock) => (lock === null ? "taken" : hold(false)))
    .then((answer) => {
      if (answer !== "taken" || stop.signal.aborted) return;
      outcome.onElsewhere();
      return locks.request(lockName(documentId), { signal: stop.signal }, () => hold(true));
    })
    .catch(() => {
      // Only an abort ends here: this tab went on to another document while it waited.
    });
  return { release: () => release() };
}

/** Whether any tab, this one included, holds the document. */
export async function isHeld(documentId: string): Promise<boolean> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return held.some(({ name }) => name === lockName(documentId));
}
