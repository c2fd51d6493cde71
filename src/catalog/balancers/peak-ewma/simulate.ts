import { exp } from "../../../base/portable-math";
import type { BindBalancer } from "../define";

/** What a host without history costs while it is tried, beyond any latency [ms]. */
const UNKNOWN_MS = 1e12;

export const bindPeakEwma: BindBalancer = ({ targets, healthy, active, stream, clock, options, tookMs, onAnswer, keep }) => {
  const costMs = keep(new Float64Array(targets));
  const observedMs = keep(new Float64Array(targets));
  /** Looking at a host counts as an observation of no latency at all. */
  const decay = (target: number): void => {
    costMs[target] *= exp((observedMs[target] - clock.value) / options.decayMs);
    observedMs[target] = clock.value;
  };
  onAnswer((target) => {
    const before = observedMs[target];
    const was = costMs[target];
    observedMs[target] = clock.value;
    if (tookMs.value > was) {
      costMs[target] = tookMs.value;
      return;
    }
    const kept = exp((before - clock.value) / options.decayMs);
    costMs[target] = tookMs.value * (1 - kept) + was * kept;
  });
  const isCheaper = (one: number, other: number): boolean => {
    decay(one);
    decay(other);
    const first = costMs[one] === 0 && active[one] > 0 ? UNKNOWN_MS + active[one] : costMs[one] * (active[one] + 1);
    const second = costMs[other] === 0 && active[other] > 0 ? UNKNOWN_MS + active[other] : costMs[other] * (active[other] + 1);
    return first <= second;
  };
  const nth = (rank: number): number => {
    let target = 0;
    for (let left = rank; healthy[target] === 0 || left-- > 0; ) target++;
    return target;
  };
  return () => {
    let up = 0;
    for (let target = 0; target < targets; target++) up += healthy[target];
    if (up === 0) return -1;
    if (up === 1) return nth(0);
    const rank = stream.below(up);
    const other = stream.below(up - 1);
    const one = nth(rank);
    const two = nth(other >= rank ? other + 1 : other);
    return isCheaper(one, two) ? one : two;
  };
};
