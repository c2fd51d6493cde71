import type { Replications } from "../lab/replications";
import { Interrupted, type Io } from "./io";
import { setsProgress } from "./sets-progress";

interface Ended {
  /** Someone asked to stop before the end. */
  readonly interrupted: boolean;
}

/** Runs sets of replications side by side on `jobs` threads, to their end or until someone asks to stop. */
export async function runSets(sets: readonly Replications[], jobs: number, io: Io): Promise<Ended> {
  const progress = setsProgress(sets, io);
  const handedOut = sets.map(() => 0);
  let interrupted = false;

  /** From the set that is furthest behind, so that a stop finds all of them equally far. */
  const next = () => {
    const order = sets.map((_, i) => i).sort((a, b) => handedOut[a] - handedOut[b] || a - b);
    for (const variant of order) {
      const job = sets[variant].next();
      if (job === null) continue;
      handedOut[variant]++;
      return { variant, seed: job.seed };
    }
    return null;
  };

  const variants = sets.map(({ plan }) => plan.topology);
  const most = sets.reduce((sum, { atMost }) => sum + atMost, 0);
  const threads = Array.from({ length: Math.min(jobs, most) }, () => io.startThread(variants));
  const stop = () => {
    for (const thread of threads) thread.stop();
  };
  const work = threads.map(async (thread) => {
    for (let job = next(); job !== null; job = next()) {
      sets[job.variant].take(await thread.run(job.variant, job.seed));
      progress.draw();
    }
  });
  // What runs beyond a set's stop is not waited for.
  const enough = new Promise<void>((resolve) => {
    progress.onAll(resolve);
  });
  let ignore = () => {};
  const asked = new Promise<void>((resolve) => {
    ignore = io.onInterrupt(() => {
      interrupted = true;
      for (const set of sets) set.cancel();
      resolve();
    });
  });
  try {
    await Promise.race([Promise.all(work), enough, asked]);
  } finally {
    ignore();
    stop();
    progress.clear();
  }
  return { interrupted };
}

/** To be called when all that is known was printed. */
export function tellInterrupted({ interrupted }: Ended): void {
  if (interrupted) throw new Interrupted();
}
