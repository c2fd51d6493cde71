import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Experiment } from "./experiment";
import type { Replicate, Replication } from "./study";
import { seedOf } from "./suite";

export interface Task {
  readonly experimentId: string;
  /** In its short form. */
  readonly fast: boolean;
  readonly seed: number;
}

interface Job {
  readonly task: Task;
  readonly done: (replication: Replication) => void;
  readonly failed: (error: Error) => void;
}

/** Replications over all cores: each worker plays one at a time and takes the next from one line. */
export class Pool {
  private readonly line: Job[] = [];
  private readonly idle: Worker[] = [];
  private readonly working = new Map<Worker, Job>();

  /** `entry` is the script whose worker answers every task with its replication. */
  constructor(entry: string) {
    for (let i = 0; i < availableParallelism(); i++) {
      const worker = new Worker(entry);
      worker.on("message", (replication: Replication) => this.finished(worker, replication));
      worker.on("error", (error: Error) => this.working.get(worker)?.failed(error));
      this.idle.push(worker);
    }
  }

  replicate(experiment: Experiment, base: number, fast: boolean): Replicate {
    return (first, count) =>
      Promise.all(
        Array.from({ length: Math.max(0, count) }, (_, i) =>
          this.play({ experimentId: experiment.id, fast, seed: seedOf(experiment, base, first + i) }),
        ),
      );
  }

  async close(): Promise<void> {
    await Promise.all(this.idle.map((worker) => worker.terminate()));
  }

  private play(task: Task): Promise<Replication> {
    return new Promise((done, failed) => {
      this.line.push({ task, done, failed });
      this.next();
    });
  }

  private next(): void {
    const worker = this.idle.pop();
    if (worker === undefined) return;
    const job = this.line.shift();
    if (job === undefined) {
      this.idle.push(worker);
      return;
    }
    this.working.set(worker, job);
    worker.postMessage(job.task);
  }

  private finished(worker: Worker, replication: Replication): void {
    const job = this.working.get(worker);
    this.idle.push(worker);
    this.next();
    job?.done(replication);
  }
}
