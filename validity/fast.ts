import type { Experiment } from "./experiment";
import type { Rules } from "./study";
import { expectedOf, formulas, known } from "./suite";

const SHORTER = 8;

/** The cheap experiments, in shorter runs; what is counted once stays as it is. */
export const fastExperiments: readonly Experiment[] = [...known.experiments, ...formulas.experiments]
  .filter(({ fast }) => fast === true)
  .map((experiment) =>
    experiment.figures.some(({ type }) => type === "count") ? experiment : { ...experiment, spanMs: experiment.spanMs / SHORTER },
  );

/** Wider intervals, each at the level it has in the whole suite. */
export const FAST_RULES: Rules = { alpha: known.alpha, coarser: 5, maxEvents: 20_000_000, expected: expectedOf };
