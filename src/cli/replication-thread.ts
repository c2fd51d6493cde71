import { parentPort, workerData } from "node:worker_threads";
import { runReplication } from "../lab/run-replication";
import type { Topology } from "../topology/schema";
import type { ThreadJob } from "./thread";

// A thread that runs the documents it was started with, one after the other, until it is stopped.
const variants = workerData as readonly Topology[];

parentPort?.on("message", ({ variant, seed }: ThreadJob) => {
  parentPort?.postMessage(runReplication(variants[variant], seed));
});
