import type { ReplicationsPlan, ReplicationsSummary } from "../../lab/replications";
import type { Topology } from "../../topology/schema";
import { halfWidthWords } from "../statistics/interval-words";

/** When a repetition is enough. */
export interface Goal {
  /** Until mean latency and p99 are known to this share of themselves, 0..1; null runs every seed. */
  readonly precision: number | null;
  /** Seeds to run, or the most to run until the precision is reached. */
  readonly seeds: number;
}

export const FEWEST_SEEDS = 2;
export const MOST_SEEDS = 500;

/** What one can choose, with the number of seeds that usually does. */
export const GOALS: readonly (Goal & { readonly title: string })[] = [
  { title: "a number of seeds", precision: null, seeds: 30 },
  { title: "until ±5 %", precision: 0.05, seeds: 200 },
  { title: "until ±1 % (precise)", precision: 0.01, seeds: MOST_SEEDS },
];

export function planOf(topology: Topology, { precision, seeds }: Goal): ReplicationsPlan {
  return precision === null ? { topology, atMost: seeds } : { topology, atMost: seeds, targetRatio: precision };
}

/** How far a repetition has come, 0..1, and in words. */
export interface Progress {
  readonly ratio: number;
  readonly words: string;
}

/**
 * `runsDone` counts shares of runs too. Until a precision is reached nobody knows how many seeds it takes: a half-width
 * shrinks with the root of their number, and that is the guess.
 */
export function progressOf({ precision, seeds }: Goal, atLeast: number, runsDone: number, summary: ReplicationsSummary): Progress {
  const counted = summary.samples.length;
  if (precision === null) return { ratio: Math.min(1, runsDone / seeds), words: `${counted} of ${seeds} seeds` };
  const reached = summary.reachedRatio;
  const guess = reached === null ? seeds : Math.ceil(counted * (reached / precision) ** 2);
  const needed = Math.min(seeds, Math.max(atLeast, guess));
  const goal = `${seedsText(counted)}, goal ${halfWidthWords(precision)}`;
  return {
    // Short of the end as long as the goal is not reached.
    ratio: Math.min(0.99, runsDone / needed),
    words: reached === null ? goal : `${halfWidthWords(reached)} after ${goal}`,
  };
}

/** "1 seed", "30 seeds". */
export function seedsText(count: number): string {
  return count === 1 ? "1 seed" : `${count} seeds`;
}
