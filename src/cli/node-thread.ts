import { Worker } from "node:worker_threads";
import type { Sample } from "../lab/replications";
import type { StartThread, ThreadJob } from "./thread";

/** A thread of this process; the file lies beside this one in the built command line. */
export const startThread: StartThread = (variants) => {
  const worker = new Worker(new URL("./replication-thread.js", import.meta.url), { workerData: variants });
  return {
    run: (variant, seed) =>
      new Promise<Sample>((resolve, reject) => {
        const done = (sample: Sample) => {
          worker.off("error", reject);
          resolve(sample);
        };
        worker.once("message", done);
        worker.once("error", reject);
        worker.postMessage({ variant, seed } satisfies ThreadJob);
      }),
    stop: () => void worker.terminate(),
  };
};
