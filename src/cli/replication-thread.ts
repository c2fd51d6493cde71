import { parentPort, workerData } from "node:worker_threads";
import "../topology/all-behaviours";
import type { Variant } from "../lab/replications";
import { runTogether } from "../lab/run-replication";
import type { ThreadJob } from "./thread";

// A thread that runs the documents it was started with, one after the other, until it is stopped.
const started = workerData as readonly Variant[];

parentPort?.on("message", ({ variants, seed }: ThreadJob) => {
  parentPort?.postMessage(
    runTogether(
      variants.map((variant) => started[variant]),
      seed,
    ),
  );
});
