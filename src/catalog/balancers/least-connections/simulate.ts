import type { BindBalancer } from "../define";

export const bindLeastConnections: BindBalancer = ({ targets, healthy, active, keep }) => {
  const start = keep(new Int32Array(1));
  return () => {
    let best = -1;
    for (let step = 0; step < targets; step++) {
      let target = start[0] + step;
      if (target >= targets) target -= targets;
      if (healthy[target] === 1 && (best === -1 || active[target] < active[best])) best = target;
    }
    if (best !== -1) start[0] = best + 1 === targets ? 0 : best + 1;
    return best;
  };
};
