import { runReplication } from "../lab/run-replication";
import { loadFor } from "../topology/behaviours";
import type { FromReplicationWorker, ToReplicationWorker } from "./replication-protocol";

/** The part of a dedicated worker's scope that is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<ToReplicationWorker>) => void) | null;
  postMessage(message: FromReplicationWorker): void;
}
const scope = globalThis as unknown as Scope;

/** Progress is for the eye [ms]. */
const PROGRESS_MS = 100;

scope.onmessage = async ({ data: { topology, drill, seed } }) => {
  let told = performance.now();
  try {
    await loadFor(topology);
    const sample = runReplication(
      topology,
      seed,
      (ratio) => {
        if (performance.now() - told < PROGRESS_MS) return;
        told = performance.now();
        scope.postMessage({ type: "progress", ratio });
      },
      drill,
    );
    scope.postMessage({ type: "sample", sample });
  } catch (error) {
    scope.postMessage({ type: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
