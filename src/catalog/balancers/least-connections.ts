import type { BalancerDefinition } from "./define";

export const leastConnections: BalancerDefinition = {
  id: "least-connections",
  title: "Least connections",
  docs: {
    summary: "The host with the fewest requests under way; equals take turns.",
    models: ["Counts requests sent and not answered, so a queue at the host counts too"],
    ignores: ["What other balancers have sent"],
    sources: ["HAProxy configuration manual, balance leastconn"],
  },
  bind: ({ targets, healthy, active, keep }) => {
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
  },
};
