import type { BindBalancer } from "../define";

export const bindWeighted: BindBalancer = ({ targets, healthy, weights, keep }) => {
  const current = keep(new Float64Array(targets));
  return () => {
    let best = -1;
    let total = 0;
    for (let target = 0; target < targets; target++) {
      if (healthy[target] === 0 || weights[target] === 0) continue;
      current[target] += weights[target];
      total += weights[target];
      if (best === -1 || current[target] > current[best]) best = target;
    }
    if (best !== -1) current[best] -= total;
    return best;
  };
};
