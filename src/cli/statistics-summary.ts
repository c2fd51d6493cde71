import type { RunResult, RunStatistics } from "../lab/result";
import { METRICS } from "../lab/statistics/metrics";
import { intervalText, isQuantile, lackingText, metricText, metricTitle, ratioText } from "./estimate-text";
import { ms, table } from "./table";

/** What one run says of latency, throughput and errors, with intervals where they apply and words where not. */
export function statisticsSummary({ statistics, latencyMs }: RunResult): string {
  const { verdict, words } = statistics;
  if (verdict === "no steady state") return `NO STEADY STATE. ${words.replace(/^No steady state\. /, "")}\n`;
  const lines = [verdict === "run too short" ? words.replace(/^Run too short/, "RUN TOO SHORT") : words, basis(statistics)];
  const rows = METRICS.map((metric) => {
    const { id } = metric;
    const quantile = isQuantile(id) ? statistics.quantiles[id] : undefined;
    if (quantile !== undefined && quantile.has < quantile.needed) return [metricTitle(metric), lackingText(quantile)];
    const estimate = statistics.estimates[id];
    return [metricTitle(metric), metricText(id, statistics.observed[id]), intervalText(id, estimate), ratioText(estimate)];
  });
  rows.push(["greatest latency [ms]", ms(latencyMs.max)]);
  return `${lines.join("\n")}\n\n${table([statistics.warmUp.endMs === 0 ? "whole run" : "after the warm-up", "", "95 % interval", "half-width"], rows)}`;
}

function basis({ warmUp, batches, verdict, requests }: RunStatistics): string {
  const how = { "MSER-5": "found by MSER-5", hand: "set by hand", none: "" }[warmUp.by];
  const cut = warmUp.endMs === 0 ? "No warm-up cut" : `Warm-up cut: ${(warmUp.endMs / 1000).toFixed(1)} s, ${how}`;
  const means =
    verdict === "steady" && batches !== null
      ? `; intervals from ${batches.count} batches of ${(batches.lengthMs / 1000).toFixed(1)} s`
      : "";
  return `${cut}${means}; ${requests} ok requests.`;
}
