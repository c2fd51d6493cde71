import cases from "./cases.json";
import type { Experiment, Figure } from "./experiment";
import { balancing } from "./experiments/balancing";
import { dataAndFaults } from "./experiments/data-and-faults";
import { disciplines } from "./experiments/disciplines";
import { finiteQueues } from "./experiments/finite";
import { hedgedCalls } from "./experiments/hedging";
import { networks } from "./experiments/networks";
import { pieceCases, pieces } from "./experiments/pieces";
import { singleQueues } from "./experiments/single-queue";

/** A case with a known answer, from a closed form, a publication or a long independent simulation. */
export interface KnownCase {
  readonly id: string;
  readonly model: string;
  readonly metric: string;
  readonly expected: number;
  readonly source: string;
}

export const knownCases: readonly KnownCase[] = cases;

export const experiments: readonly Experiment[] = [
  ...singleQueues,
  ...finiteQueues,
  ...disciplines,
  ...networks,
  ...balancing,
  ...dataAndFaults,
  ...hedgedCalls,
];

/** What one page of the docs shows. */
export interface Suite {
  readonly experiments: readonly Experiment[];
  /** Bonferroni: the rows together are wrong at most once in twenty runs of the suite, however they depend. */
  readonly alpha: number;
}

export function caseOf({ caseId }: Figure): KnownCase {
  const found = [...knownCases, ...pieceCases].find(({ id }) => id === caseId);
  if (found === undefined) throw new Error(`No case is called "${caseId}".`);
  return found;
}

/** The value that a figure is compared with, in the unit it is read in. */
export function expectedOf(figure: Figure): number {
  const { expected } = caseOf(figure);
  return figure.expected?.(expected) ?? expected;
}

const suiteOf = (of: readonly Experiment[]): Suite => ({
  experiments: of,
  alpha: 0.05 / of.reduce((sum, { figures }) => sum + figures.length, 0),
});

/** The cases that were handed over, and the closed forms of pieces that they do not name. */
export const known = suiteOf(experiments);
export const formulas = suiteOf(pieces);

/**
 * A seed of its own for every replication of every experiment, so that a new experiment moves none of the others:
 * FNV-1a of its name, plus the base, plus the replication.
 */
export function seedOf(experiment: Experiment, base: number, replication: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < experiment.id.length; i++) hash = Math.imul(hash ^ experiment.id.charCodeAt(i), 0x01000193);
  return (hash + Math.imul(base, 0x9e3779b1) + replication) >>> 0;
}
