/**
 * What may be said of a run as a whole.
 * - "steady": one steady state after the warm-up; its intervals mean what they say.
 * - "run too short": the warm-up takes more than half of the run, or what follows is too little to judge.
 * - "no steady state": the backlog grows, or a node works at its limit; a longer run would show other figures.
 * - "conditions change": faults, changing traffic or live edits; there is not one steady state. Replications apply.
 */
export type Verdict = "steady" | "run too short" | "no steady state" | "conditions change";
