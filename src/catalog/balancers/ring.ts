import type { BalancerView, Pick } from "./define";
import { mix } from "./mix";

/** Hosts as points on a circle of 2^32: a key belongs to the next point on, or the next after it whose host is healthy. */
export function bindRing({ targets, healthy }: BalancerView, pointsOf: (target: number) => number): Pick {
  const points: { at: number; target: number }[] = [];
  for (let target = 0; target < targets; target++) {
    const count = pointsOf(target);
    for (let i = 0; i < count; i++) points.push({ at: mix(mix(target + 1) ^ (i * 0x9e3779b1)), target });
  }
  points.sort((a, b) => a.at - b.at || a.target - b.target);
  const at = Float64Array.from(points, (point) => point.at);
  const owner = Int32Array.from(points, (point) => point.target);
  return (key) => {
    const hash = mix(key);
    let low = 0;
    let high = at.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at[middle] < hash) low = middle + 1;
      else high = middle;
    }
    for (let step = 0; step < owner.length; step++) {
      const target = owner[(low + step) % owner.length];
      if (healthy[target] === 1) return target;
    }
    return -1;
  };
}
