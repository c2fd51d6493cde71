import type { Topology } from "../topology/schema";
import { createSession } from "./create-session";
import type { Sample } from "./replications";
import type { RunResult } from "./result";
import type { Session } from "./session";
import { perQuantile } from "./statistics/metrics";

/** Runs a checked document once with this seed, to its end, and sums it up without its warm-up. */
export function runReplication(topology: Topology, seed: number): Sample {
  return runTogether([topology], seed)[0];
}

/**
 * Runs documents that are to be compared, all with this seed, and cuts the longest of their warm-ups from each: were one
 * cut and another not, their difference would show that a busy period was left out here and not there.
 */
export function runTogether(topologies: readonly Topology[], seed: number): Sample[] {
  const ends = topologies.map((topology) => ended(topology, seed));
  const warmUpMs = Math.max(...ends.map(({ result }) => result.statistics.warmUp.endMs));
  return ends.map(({ session, result }) => {
    const { verdict, warmUp } = result.statistics;
    const { runHash, statistics } = warmUp.endMs === warmUpMs ? result : session.result(warmUpMs);
    return {
      seed,
      runHash,
      warmUpMs,
      verdict,
      metrics: statistics.observed,
      requests: statistics.requests,
      independent: perQuantile((id) => statistics.quantiles[id].has),
    };
  });
}

function ended(topology: Topology, seed: number): { readonly session: Session; readonly result: RunResult } {
  const made = createSession({ ...topology, run: { ...topology.run, seed } });
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join("\n"));
  const session = made.value;
  // Frames are for the eye; without one, messages need not be traced.
  session.sampleHops(0);
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  return { session, result: session.result() };
}
