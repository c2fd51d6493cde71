import type * as z from "zod";
import type { Stream } from "../../base/stream";
import type { EntryDefinition } from "../define";

/** What an eviction may see of the cache that it serves. */
export interface EvictionView {
  /** Entries that the cache has room for; their places are 0 to capacity - 1. */
  readonly capacity: number;
  /** For those who draw. */
  readonly stream: () => Stream;
}

/** Decides which entry goes when a cache is full. It hears of every entry by its place, and allocates nothing. */
export interface Eviction {
  /** A key that was not kept has got this place. */
  added(place: number, key: number): void;
  /** The entry was read, or stored anew. */
  used(place: number): void;
  /** Chooses who goes, of a full cache, and forgets it; the cache then vacates the place. */
  evict(): number;
  /** Everything is gone. */
  clear(): void;
}

export type BindEviction<C> = (config: C, view: EvictionView) => Eviction;

export interface EvictionDefinition<S extends z.ZodObject> extends EntryDefinition {
  readonly schema: S;
  readonly behaviour: () => Promise<BindEviction<z.infer<S>>>;
}

export function defineEviction<S extends z.ZodObject>(definition: EvictionDefinition<S>): EvictionDefinition<S> {
  return definition;
}
