import type { Topology } from "../topology/schema";
import { LiveSession } from "./live-session";
import type { Sample } from "./replications";
import type { RunResult } from "./result";
import type { Session } from "./session";
import { runStatistics } from "./statistics/run-statistics";
import { perQuantile } from "./statistics/metrics";

/** Between two looks at the progress of a run: far below a tenth of a second of work. */
const SLICE_EVENTS = 100_000;

/**
 * Runs a checked document once with this seed, to its end, and sums it up without its warm-up. `watch` is told now and
 * then which share of the run is simulated, 0..1.
 */
export function runReplication(topology: Topology, seed: number, watch?: (ratio: number) => void): Sample {
  return runTogether([topology], seed, watch)[0];
}

/**
 * Runs documents that are to be compared, all with this seed, and cuts the longest of their warm-ups from each: were one
 * cut and another not, their difference would show that a busy period was left out here and not there.
 */
export function runTogether(
  topologies: readonly Topology[],
  seed: number,
  watch?: (ratio: number) => void,
): Sample[] {
  const ends = topologies.map((topology, i) =>
    ended(topology, seed, (ratio) => watch?.((i + ratio) / topologies.length)),
  );
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

function ended(
  topology: Topology,
  seed: number,
  watch: (ratio: number) => void,
): { readonly session: Session; readonly result: RunResult } {
  const session = new LiveSession({ ...topology, run: { ...topology.run, seed } }, () => runStatistics);
  // Frames are for the eye; without one, messages need not be traced.
  session.sampleHops(0);
  while (!session.finished()) {
    session.advance(Number.POSITIVE_INFINITY, SLICE_EVENTS);
    watch(session.nowMs() / session.layout.durationMs);
  }
  return { session, result: session.result() };
}
