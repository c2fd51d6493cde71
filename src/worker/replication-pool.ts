import type { Problem } from "../base/problem";
import type { Replications } from "../lab/replications";
import type { FromReplicationWorker, ToReplicationWorker } from "./replication-protocol";

/** A set of replications under way, on as many workers as it was given. */
export interface ReplicationPool {
  /** Runs that are done plus the shares of those under way [runs]. */
  runsDone(): number;
  /** Ends every worker at once, in the middle of a run if need be. */
  destroy(): void;
}

export interface PoolHandlers {
  /** A run ended, or came further. */
  moved(): void;
  /** The set is done and every worker is gone. */
  done(): void;
  /** A run failed, and with it the set; every worker is gone. */
  failed(problem: Problem): void;
}

/** What the pool needs of a worker; a test hands in its own. */
export interface ReplicationWorker {
  onmessage: ((event: MessageEvent<FromReplicationWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToReplicationWorker): void;
  terminate(): void;
}

export type CreateReplicationWorker = () => ReplicationWorker;

/** Each in its own thread, from the same files as the simulation that is watched. */
export const createReplicationWorker: CreateReplicationWorker = () =>
  new Worker(new URL("./replication.worker.ts", import.meta.url), { type: "module" });

/** How many runs to have under way: every core works, but of more than two one is left for the page. */
export function poolSize(cores: number): number {
  return cores > 2 ? cores - 1 : cores === 2 ? 2 : 1;
}

/**
 * Runs the set to its end. Which runs count and when to stop is the set's to say; the pool only keeps `size` workers
 * busy, and lets each go as soon as there is nothing left for it.
 */
export function createReplicationPool(
  replications: Replications,
  size: number,
  handlers: PoolHandlers,
  createWorker: CreateReplicationWorker = createReplicationWorker,
): ReplicationPool {
  const { topology, drill } = replications.plan;
  /** How far each worker has come in its run, 0..1. */
  const working = new Map<ReplicationWorker, number>();
  let ended = 0;

  function destroy(): void {
    for (const worker of working.keys()) letGo(worker);
  }

  function letGo(worker: ReplicationWorker): void {
    worker.onmessage = null;
    worker.onerror = null;
    worker.terminate();
    working.delete(worker);
  }

  function feed(worker: ReplicationWorker): void {
    const job = replications.next();
    if (job === null) {
      letGo(worker);
      return;
    }
    working.set(worker, 0);
    worker.onmessage = ({ data }) => receive(worker, job.seed, data);
    worker.onerror = (event) => fail(job.seed, event.message || "the worker did not start");
    worker.postMessage({ topology, seed: job.seed, ...(drill === undefined ? {} : { drill }) });
  }

  function receive(worker: ReplicationWorker, seed: number, message: FromReplicationWorker): void {
    if (message.type === "failed") {
      fail(seed, message.message);
      return;
    }
    if (message.type === "progress") {
      working.set(worker, message.ratio);
    } else {
      ended++;
      replications.take(message.sample);
      if (replications.done()) destroy();
      else feed(worker);
    }
    handlers.moved();
    if (replications.done()) handlers.done();
  }

  function fail(seed: number, reason: string): void {
    destroy();
    handlers.failed({
      path: "",
      message: `The run with seed ${seed} stopped: ${reason.replace(/[.\s]*$/, "")}.`,
      remedy: "Try again. If it happens again, export the document and report it with the file and this seed.",
      severity: "error",
    });
  }

  for (let i = 0; i < Math.min(size, replications.atMost); i++) feed(createWorker());

  return {
    runsDone: () => [...working.values()].reduce((sum, ratio) => sum + ratio, ended),
    destroy,
  };
}
