import type { Replications } from "../lab/replications";
import type { Io } from "./io";
import { percent } from "./table";

/** Lines of progress where no one watches a terminal, such as in the log of a build. */
const LINES = 10;

/**
 * How far sets of replications are, on standard error: one line drawn over and over on a terminal, a line now and then
 * elsewhere.
 */
export function setsProgress(sets: readonly Replications[], io: Io) {
  const most = sets.reduce((sum, { atMost }) => sum + atMost, 0);
  let drawn = "";
  let told = 0;
  let all = () => {};

  const clear = () => {
    if (drawn !== "" && io.watched) io.err(`\r${" ".repeat(drawn.length)}\r`);
    drawn = "";
  };

  return {
    draw(): void {
      const line = lineOf(sets, most);
      if (line !== drawn && io.watched) {
        io.err(`\r${line.padEnd(drawn.length)}`);
        drawn = line;
      }
      const lines = Math.floor((LINES * counted(sets)) / most);
      if (!io.watched && lines > told) {
        told = lines;
        io.err(`${line}\n`);
      }
      if (sets.every((set) => set.done())) all();
    },
    /** Calls back once every set has stopped. */
    onAll(listener: () => void): void {
      all = listener;
    },
    clear,
  };
}

function counted(sets: readonly Replications[]): number {
  return sets.reduce((sum, set) => sum + set.progress(), 0);
}

function lineOf(sets: readonly Replications[], most: number): string {
  const [only] = sets;
  const target = only?.plan.targetRatio;
  if (sets.length > 1 || only === undefined || target === undefined) return `${counted(sets)} of ${most} runs`;
  const { reachedRatio } = only.summary();
  const reached = reachedRatio === null ? "" : `, mean and p99 within ±${percent(reachedRatio)}`;
  return `${counted(sets)} of at most ${most} runs${reached}, until ±${percent(target)}`;
}
