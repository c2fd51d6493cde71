import type { BindBalancer } from "../define";
import { bindRing } from "../ring";

/** Envoy's minimum_ring_size and maximum_ring_size. */
const LEAST_POINTS = 1024;
const MOST_POINTS = 8 * 1024 * 1024;

export const bindRingHash: BindBalancer = (view) => {
  const { weights } = view;
  let total = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const weight of weights) {
    total += weight;
    if (weight > 0 && weight < least) least = weight;
  }
  const lightest = least / total;
  const points = Math.min(Math.ceil(lightest * LEAST_POINTS) / lightest, MOST_POINTS);
  return bindRing(view, (target) => (total > 0 ? Math.round((points * weights[target]) / total) : 0));
};
