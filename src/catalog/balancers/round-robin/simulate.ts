import type { BindBalancer } from "../define";

export const bindRoundRobin: BindBalancer = ({ targets, healthy, keep }) => {
  const next = keep(new Int32Array(1));
  return () => {
    for (let tries = 0; tries < targets; tries++) {
      const target = next[0];
      next[0] = target + 1 === targets ? 0 : target + 1;
      if (healthy[target] === 1) return target;
    }
    return -1;
  };
};
