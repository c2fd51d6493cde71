import { Worker } from "node:worker_threads";
import type { Sample } from "../lab/replications";
import type { StartThread, ThreadJob } from "./thread";

/** A thread of this process; the file lies beside this one in the built command line. */
export const startThread: StartThread = (variants) => {
  const worker = new Worker(new URL("./replication-thread.js", import.meta.url), { workerData: variants });
  return {
    run: (chosen, seed) =>
      new Promise<readonly Sample[]>((resolve, reject) => {
        const done = (samples: readonly Sample[]) => {
          worker.off("error", reject);
          resolve(samples);
        };
        worker.once("message", done);
        worker.once("error", reject);
        worker.postMessage({ variants: chosen, seed } satisfies ThreadJob);
      }),
    stop: () => void worker.terminate(),
  };
};
