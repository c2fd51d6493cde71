import type { Sample, Variant } from "../lab/replications";

/** Runs replications beside others, one seed at a time. */
export interface Thread {
  /** Runs some of the documents it was started with, to be compared, with one seed. */
  run(variants: readonly number[], seed: number): Promise<readonly Sample[]>;
  /** Ends it, whatever it is at; what it was at is never answered. */
  stop(): void;
}

export type StartThread = (variants: readonly Variant[]) => Thread;

/** What a thread is asked for. */
export interface ThreadJob {
  readonly variants: readonly number[];
  readonly seed: number;
}
