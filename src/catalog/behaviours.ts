/**
 * Kinds and policies as the page sees them are data; how they behave is loaded once a document that uses them is to
 * run, so that a kind that nobody uses costs nothing. Loading waits, compiling does not: load first.
 */
export interface Behaved<B> {
  readonly id: string;
  /** Its part of a run, loaded on demand. */
  readonly behaviour: () => Promise<B>;
}

const loaded = new Map<Behaved<unknown>, unknown>();

/** Loads what is not there yet. */
export async function loadBehaviours(entries: readonly Behaved<unknown>[]): Promise<void> {
  const missing = entries.filter((entry) => !loaded.has(entry));
  await Promise.all(missing.map(async (entry) => void loaded.set(entry, await entry.behaviour())));
}

export function allLoaded(entries: readonly Behaved<unknown>[]): boolean {
  return entries.every((entry) => loaded.has(entry));
}

export function behaviourOf<B>(entry: Behaved<B>): B {
  const found = loaded.get(entry);
  if (found === undefined) {
    throw new Error(`How "${entry.id}" behaves could not be loaded. Reload the page; your work is saved.`);
  }
  return found as B;
}

/** A behaviour that leans on others, which are loaded with it. */
export async function leaningOn<B>(others: readonly Behaved<unknown>[], own: () => Promise<B>): Promise<B> {
  const [behaviour] = await Promise.all([own(), loadBehaviours(others)]);
  return behaviour;
}
