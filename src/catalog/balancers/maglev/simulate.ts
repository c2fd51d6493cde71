import type { BalancerView, BindBalancer } from "../define";
import { mix } from "../mix";

/** A prime; Envoy's default and the paper's smaller size. */
export const TABLE_SIZE = 65_537;
const FREE = -1;
/** Looks elsewhere before it takes the first host that will do. */
const TRIES = 64;

export const bindMaglev: BindBalancer = (view) => {
  const { targets, healthy, inRotation } = view;
  const table = new Int32Array(TABLE_SIZE);
  /** The hosts that the table is for. It follows from them alone, so that no snapshot needs it. */
  const builtFor = new Uint8Array(targets).fill(2);
  const isCurrent = () => {
    for (let target = 0; target < targets; target++) if (builtFor[target] !== inRotation[target]) return false;
    return true;
  };
  const fill = filler(view, table);
  return (key) => {
    if (!isCurrent()) {
      builtFor.set(inRotation);
      fill();
    }
    let hash = mix(key);
    for (let tries = 0; tries < TRIES; tries++) {
      const target = table[hash % TABLE_SIZE];
      if (target === FREE || healthy[target] === 1) return target;
      hash = mix(hash + 1);
    }
    return healthy.indexOf(1);
  };
};

/** Each host's own order of the entries is `offset` plus multiples of `skip`; in turn, by weight, each takes its next free one. */
function filler({ targets, inRotation, weights }: BalancerView, table: Int32Array): () => void {
  const offset = Int32Array.from(weights, (_, target) => mix(target + 1) % TABLE_SIZE);
  const skip = Int32Array.from(weights, (_, target) => (mix(mix(target + 1) + 1) % (TABLE_SIZE - 1)) + 1);
  const next = new Float64Array(targets);
  const due = new Float64Array(targets);
  return () => {
    table.fill(FREE);
    next.fill(0);
    due.fill(0);
    let heaviest = 0;
    for (let target = 0; target < targets; target++) {
      if (inRotation[target] === 1 && weights[target] > heaviest) heaviest = weights[target];
    }
    if (heaviest === 0) return;
    let filled = 0;
    for (let round = 1; filled < TABLE_SIZE; round++) {
      for (let target = 0; target < targets && filled < TABLE_SIZE; target++) {
        // The heaviest takes an entry in every round, one of a third of its weight in every third.
        if (inRotation[target] === 0 || weights[target] === 0 || round * weights[target] < due[target]) continue;
        due[target] += heaviest;
        let entry = (offset[target] + skip[target] * next[target]) % TABLE_SIZE;
        while (table[entry] !== FREE) {
          next[target]++;
          entry = (offset[target] + skip[target] * next[target]) % TABLE_SIZE;
        }
        table[entry] = target;
        next[target]++;
        filled++;
      }
    }
  };
}
