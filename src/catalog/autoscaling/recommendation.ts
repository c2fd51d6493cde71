/** What the autoscaler sees of its replicas when it looks. */
export interface Sight {
  /** Replicas as they were last asked for. */
  readonly current: number;
  /** Replicas with a metric, and the sum of their utilisations. */
  readonly measured: number;
  readonly sum: number;
  /** Replicas that are not ready yet, or ready for less than the time that a metric covers. */
  readonly unready: number;
  /** Replicas that should have a metric and have none, since they are down. */
  readonly missing: number;
}

/**
 * How many replicas a mean utilisation calls for: ceil(replicas x metric / target), as kube-controller-manager works
 * it out (pkg/controller/podautoscaler/replica_calculator.go, GetResourceReplicas; in words: Kubernetes docs,
 * Horizontal Pod Autoscaling, Algorithm details). Replicas without a metric are taken to have none on the way up, and a
 * full one on the way down; those not yet ready to have none on the way up; neither may turn the direction round.
 */
export function byUtilisation(sight: Sight, target: number, tolerance: number): number {
  const { current, measured, sum, unready, missing } = sight;
  if (measured === 0) return current;
  const ratio = sum / measured / target;
  const countsUnready = unready > 0 && ratio > 1;
  if (!countsUnready && missing === 0) {
    return isClose(ratio, tolerance) ? current : Math.ceil(rounded(ratio * measured));
  }
  let total = sum;
  let counted = measured;
  if (missing > 0 && ratio !== 1) {
    counted += missing;
    if (ratio < 1) total += missing * Math.max(1, target);
  }
  if (countsUnready) counted += unready;
  const corrected = total / counted / target;
  if (isClose(corrected, tolerance) || (ratio < 1 && corrected > 1) || (ratio > 1 && corrected < 1)) return current;
  const wanted = Math.ceil(rounded(corrected * counted));
  return (corrected < 1 && wanted > current) || (corrected > 1 && wanted < current) ? current : wanted;
}

/** How many replicas a total calls for at so much each (GetExternalPerPodMetricReplicas). */
export function byTotal(current: number, total: number, target: number, tolerance: number): number {
  return isClose(total / (target * current), tolerance) ? current : Math.ceil(rounded(total / target));
}

function isClose(ratio: number, tolerance: number): boolean {
  return rounded(Math.abs(1 - ratio)) <= tolerance;
}

/** Kubernetes reckons in thousandths of integers; a replica more for the last bit of a double would be an artefact. */
function rounded(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
