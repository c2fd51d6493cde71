import type { BalancerDefinition } from "./define";

/** Points of each host on the ring, times its weight. */
const VIRTUAL_NODES = 160;

export const consistentHash: BalancerDefinition = {
  id: "consistent-hash",
  title: "Consistent hash of the key",
  weighs: true,
  docs: {
    summary: "One key always goes to the same host; losing a host moves only its keys.",
    models: ["A ring with 160 points per host and unit of weight, as ketama has"],
    ignores: ["Bounded loads"],
    sources: ["D. Karger et al., Consistent Hashing and Random Trees, STOC 1997", "libketama"],
  },
  bind: ({ targets, healthy, weights }) => {
    const points: { at: number; target: number }[] = [];
    for (let target = 0; target < targets; target++) {
      const count = Math.round(VIRTUAL_NODES * weights[target]);
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
  },
};

/** murmur3's finaliser: 32 well-mixed bits. */
function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
