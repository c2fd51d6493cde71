import type { Sample } from "../lab/replications";
import type { Topology } from "../topology/schema";

/** Runs replications beside others, one at a time. */
export interface Thread {
  /** Runs one of the documents it was started with. */
  run(variant: number, seed: number): Promise<Sample>;
  /** Ends it, whatever it is at; what it was at is never answered. */
  stop(): void;
}

export type StartThread = (variants: readonly Topology[]) => Thread;

/** What a thread is asked for. */
export interface ThreadJob {
  readonly variant: number;
  readonly seed: number;
}
