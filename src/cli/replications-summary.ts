import type { ReplicationsResult } from "../lab/replications-result";
import { METRICS } from "../lab/statistics/metrics";
import { intervalText, isQuantile, lackingText, metricText, metricTitle, ratioText } from "./estimate-text";
import { percent, table } from "./table";

/** A set of replications as a person reads it in a terminal. */
export function replicationsSummary(result: ReplicationsResult): string {
  const { samples, topology, durationMs } = result;
  const seeds = samples.length === 0 ? "" : `, seeds ${samples[0].seed} to ${samples[samples.length - 1].seed}`;
  const head = `${topology}, ${samples.length} replications${seeds}, ${durationMs / 1000} s simulated each`;
  const words = [head, stopWords(result), warmUpWords(result), verdictWords(result)].filter((line) => line !== "");
  if (result.verdict === "no steady state" || samples.length < 2) return `${words.join("\n")}\n`;
  return `${words.join("\n")}\n\n${figures(result)}`;
}

function figures({ estimates, tooFew }: ReplicationsResult): string {
  return table(
    ["", "mean", "95 % interval", "half-width"],
    METRICS.map((metric) => {
      const { id } = metric;
      const lacking = isQuantile(id) ? tooFew[id] : undefined;
      if (lacking !== undefined) return [metricTitle(metric), lackingText(lacking)];
      const estimate = estimates[id];
      return [metricTitle(metric), metricText(id, estimate?.mean ?? null), intervalText(id, estimate), ratioText(estimate)];
    }),
  );
}

function stopWords({ stopped, targetRatio, reachedRatio, atMost, samples }: ReplicationsResult): string {
  if (stopped === "cancelled") return `Stopped by hand after ${samples.length} of ${atMost}; this is what is known so far.`;
  if (targetRatio === null) return "";
  const reached = reachedRatio === null ? "unknown" : `±${percent(reachedRatio)}`;
  return stopped === "target reached"
    ? `Stopped at ${reached} for mean latency and p99, within the ±${percent(targetRatio)} asked for.`
    : `The ±${percent(targetRatio)} asked for was not reached in ${atMost} replications: mean latency and p99 are at ${reached}. Run more, or longer.`;
}

function warmUpWords({ samples }: ReplicationsResult): string {
  const cuts = samples.map(({ warmUpMs }) => warmUpMs / 1000);
  const most = Math.max(0, ...cuts);
  if (most === 0) return "";
  const mean = cuts.reduce((sum, cut) => sum + cut, 0) / cuts.length;
  return `Warm-up cut from each run: ${mean.toFixed(1)} s on average, ${most.toFixed(1)} s at most.`;
}

function verdictWords({ verdict }: ReplicationsResult): string {
  switch (verdict) {
    case "steady":
      return "";
    case "run too short":
      return "RUNS TOO SHORT: most runs are too short to tell their warm-up from the rest. The figures hold for runs of this length.";
    case "no steady state":
      return "NO STEADY STATE: in most runs the backlog grows or a node works at its limit. Figures would depend on how long a run lasts.";
    case "conditions change":
      return "Conditions change during each run (faults or traffic): the figures are means over the whole run.";
  }
}
