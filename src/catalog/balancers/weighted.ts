import type { BalancerDefinition } from "./define";

export const weighted: BalancerDefinition = {
  id: "weighted",
  title: "Weighted round robin",
  weighs: true,
  docs: {
    summary: "In turn, each host as often as its link's weight says, spread evenly.",
    models: ["nginx's smooth weighted round robin"],
    ignores: [],
    sources: ["nginx source, ngx_http_upstream_round_robin.c, commit 52327e0627f4 (2012)"],
  },
  bind: ({ targets, healthy, weights, keep }) => {
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
  },
};
