import { problemText } from "../base/problem";
import type { Topology } from "../topology/schema";
import { prepareDrill } from "./drill/prepare";
import type { DrillSeat } from "./drill/seat";
import { LiveSession } from "./live-session";
import type { Sample, Variant } from "./replications";
import type { RunResult } from "./result";
import type { Session } from "./session";
import { perQuantile } from "./statistics/metrics";
import { runStatistics } from "./statistics/run-statistics";

/** Between two looks at the progress of a run: far below a tenth of a second of work. */
const SLICE_EVENTS = 100_000;

/**
 * Runs a checked document once with this seed, to its end, and sums it up without its warm-up. `watch` is told now and
 * then which share of the run is simulated, 0..1.
 */
export function runReplication(topology: Topology, seed: number, watch?: (ratio: number) => void, drill?: string): Sample {
  return runTogether([{ topology, drill }], seed, watch)[0];
}

/**
 * Runs documents that are to be compared, all with this seed, and cuts the longest of their warm-ups from each: were one
 * cut and another not, their difference would show that a busy period was left out here and not there.
 */
export function runTogether(variants: readonly Variant[], seed: number, watch?: (ratio: number) => void): Sample[] {
  const ends = variants.map((variant, i) => ended(variant, seed, (ratio) => watch?.((i + ratio) / variants.length)));
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
      ...(result.drill === undefined ? {} : { drill: result.drill }),
    };
  });
}

function ended(
  { topology, drill }: Variant,
  seed: number,
  watch: (ratio: number) => void,
): { readonly session: Session; readonly result: RunResult } {
  const document = { ...topology, run: { ...topology.run, seed } };
  const session = new LiveSession(document, () => runStatistics, drill === undefined ? null : seatFor(document, drill));
  // Frames are for the eye; without one, messages need not be traced.
  session.sampleHops(0);
  while (!session.finished()) {
    session.advance(Number.POSITIVE_INFINITY, SLICE_EVENTS);
    watch(session.nowMs() / session.layout.durationMs);
  }
  return { session, result: session.result() };
}

/** Whoever asks for many runs has seen to it that the drill can run. */
function seatFor(topology: Topology, drill: string): DrillSeat {
  const prepared = prepareDrill(topology, drill);
  if (!prepared.ok) throw new Error(prepared.error.map(problemText).join(" "));
  return prepared.value;
}
