import type { Replications } from "../lab/replications";
import { Interrupted, type Io } from "./io";
import { setsProgress } from "./sets-progress";

interface Ended {
  /** Someone asked to stop before the end. */
  readonly interrupted: boolean;
}

/**
 * Runs sets of replications side by side on `jobs` threads, to their end or until someone asks to stop. The sets of one
 * group are to be compared: they share their seeds, and each seed's runs are made and cut together.
 */
export async function runSets(groups: readonly (readonly Replications[])[], jobs: number, io: Io): Promise<Ended> {
  const sets = groups.flat();
  const progress = setsProgress(sets, io);
  const handedOut = groups.map(() => 0);
  let interrupted = false;

  /** From the group that is furthest behind, so that a stop finds all of them equally far. */
  const next = () => {
    const order = groups.map((_, i) => i).sort((a, b) => handedOut[a] - handedOut[b] || a - b);
    for (const group of order) {
      const seeds = groups[group].map((set) => set.next());
      if (seeds[0] === null) continue;
      handedOut[group]++;
      return { group: groups[group], seed: seeds[0].seed };
    }
    return null;
  };

  const variants = sets.map(({ plan: { topology, drill } }) => ({ topology, drill }));
  const most = groups.reduce((sum, [first]) => sum + first.atMost, 0);
  const threads = Array.from({ length: Math.min(jobs, most) }, () => io.startThread(variants));
  const stop = () => {
    for (const thread of threads) thread.stop();
  };
  const work = threads.map(async (thread) => {
    for (let job = next(); job !== null; job = next()) {
      const { group, seed } = job;
      const samples = await thread.run(
        group.map((set) => sets.indexOf(set)),
        seed,
      );
      group.forEach((set, i) => {
        set.take(samples[i]);
      });
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
