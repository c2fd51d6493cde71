import type { Sample, Variant } from "../lab/replications";

/** What the page asks of a worker of the pool: one run of a document, or of one of its drills, to its end. */
export interface ToReplicationWorker extends Variant {
  readonly seed: number;
}

/** What it answers: any number of `progress`, then one of the others. */
export type FromReplicationWorker =
  /** Share of the run that is simulated, 0..1. */
  | { readonly type: "progress"; readonly ratio: number }
  | { readonly type: "sample"; readonly sample: Sample }
  | { readonly type: "failed"; readonly message: string };
