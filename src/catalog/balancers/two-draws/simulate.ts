import type { BindBalancer } from "../define";

export const bindTwoDraws: BindBalancer = ({ targets, healthy, active, weights, stream }) => {
  const draw = (total: number): number => {
    let rest = stream.uniform() * total;
    let last = -1;
    for (let target = 0; target < targets; target++) {
      if (healthy[target] === 0 || weights[target] === 0) continue;
      last = target;
      rest -= weights[target];
      if (rest < 0) return target;
    }
    return last;
  };
  return () => {
    let total = 0;
    for (let target = 0; target < targets; target++) if (healthy[target] === 1) total += weights[target];
    const first = draw(total);
    const second = draw(total);
    return second !== -1 && active[second] > active[first] ? first : second;
  };
};
