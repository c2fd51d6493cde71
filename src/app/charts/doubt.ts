import type { RunStatistics } from "../../lab/result";
import type { MetricId, QuantileId } from "../../lab/statistics/metrics";

/** Why a quantile is not to be trusted: "107 of 200 independent answers"; undefined when it is, or is none. */
export function doubtOf({ quantiles }: RunStatistics, id: MetricId): string | undefined {
  if (!(id in quantiles)) return undefined;
  const { needed, has } = quantiles[id as QuantileId];
  return has < needed ? `${has} of ${needed} independent answers` : undefined;
}
