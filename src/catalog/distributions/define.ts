import type * as z from "zod";
import type { DrawInto } from "../../base/draws";
import type { Stream } from "../../base/stream";
import type { EntryDefinition } from "../define";

/** Writes one draw [ms]. */
export type Sampler = DrawInto;

/** A distribution of durations [ms]. */
export interface DistributionDefinition<S extends z.ZodObject> extends EntryDefinition {
  readonly schema: S;
  /** Mean of the configured distribution [ms]. */
  mean(config: z.infer<S>): number;
  /** What one draw in a hundred exceeds [ms]. */
  p99(config: z.infer<S>): number;
  /** Set where every draw is the mean. */
  readonly fixed?: true;
  /** Binds a sampler to its own stream; setting up may allocate, drawing may not. */
  sampler(config: z.infer<S>, stream: Stream): Sampler;
  /** Refuses combinations that the field ranges alone cannot (e.g. min above max). */
  problem?(config: z.infer<S>): string | null;
}

export function defineDistribution<S extends z.ZodObject>(definition: DistributionDefinition<S>): DistributionDefinition<S> {
  return definition;
}
