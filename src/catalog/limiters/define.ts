import type * as z from "zod";
import type { Cell } from "../../base/cell";
import type { EntryDefinition } from "../define";

/** What a limiter reads and writes; its owner keeps the clock. */
export interface LimiterView {
  /** Simulated time in `clock.value` [ms]. */
  readonly clock: Cell;
  /** Where the limiter writes how long an admitted request has to wait, into `waitMs.value` [ms]: a returned double would be boxed. */
  readonly waitMs: Cell;
  /** How many callers are told apart. */
  readonly slots: number;
}

/** What sums of doubles may be off by, so that a request that comes exactly in time is in time [requests or ms]. */
export const ROUNDING = 1e-9;

/** Lets so many requests through in a time, for each slot on its own. */
export interface Limiter {
  /** A request of this slot asks, now: true lets it go after `waitMs.value`, false is over the limit. */
  admits(slot: number): boolean;
  /** The slot belongs to somebody else from now on, who has never asked. */
  forget(slot: number): void;
}

/** Binds a limiter; asking it allocates nothing, and its state lies in its fields. */
export type BindLimiter<C> = (config: C, view: LimiterView) => Limiter;

export interface LimiterDefinition<S extends z.ZodObject> extends EntryDefinition {
  readonly schema: S;
  readonly behaviour: () => Promise<BindLimiter<z.infer<S>>>;
}

export function defineLimiter<S extends z.ZodObject>(definition: LimiterDefinition<S>): LimiterDefinition<S> {
  return definition;
}
