import type { Topology } from "../topology/schema";
import { createSession } from "./create-session";
import type { Sample } from "./replications";
import { perQuantile } from "./statistics/metrics";

/** Runs a checked document once with this seed, to its end, and sums it up without its warm-up. */
export function runReplication(topology: Topology, seed: number): Sample {
  const made = createSession({ ...topology, run: { ...topology.run, seed } });
  if (!made.ok) throw new Error(made.error.map(({ message }) => message).join("\n"));
  const session = made.value;
  session.sampleHops(0);
  session.advance(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  const { runHash, latencyMs, requests, durationMs } = session.result();
  const ended = requests.ok + requests.failed;
  return {
    seed,
    runHash,
    warmUpMs: 0,
    verdict: "steady",
    metrics: {
      latencyMeanMs: latencyMs.mean,
      latencyP50Ms: latencyMs.p50,
      latencyP90Ms: latencyMs.p90,
      latencyP95Ms: latencyMs.p95,
      latencyP99Ms: latencyMs.p99,
      latencyP999Ms: latencyMs.p999,
      throughputPerSecond: (1000 * requests.ok) / durationMs,
      goodputPerSecond: (1000 * requests.good) / durationMs,
      errorRatio: ended === 0 ? null : requests.failed / ended,
    },
    requests: requests.ok,
    independent: perQuantile(() => requests.ok),
  };
}
