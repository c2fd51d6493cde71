import type { Topology } from "../topology/schema";
import { createSession } from "./create-session";
import type { Sample } from "./replications";
import { perQuantile } from "./statistics/metrics";

/** Runs a checked document once with this seed, to its end, and sums it up without its warm-up. */
export function runReplication(topology: Topology, seed: number): Sample {
  const made = createSession({ ...topology, run: { ...topology.run, seed } });
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join("\n"));
  const session = made.value;
  // Frames are for the eye; without one, messages need not be traced.
  session.sampleHops(0);
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { runHash, statistics } = session.result();
  return {
    seed,
    runHash,
    warmUpMs: statistics.warmUp.endMs,
    verdict: statistics.verdict,
    metrics: statistics.observed,
    requests: statistics.requests,
    independent: perQuantile((id) => statistics.quantiles[id].has),
  };
}
