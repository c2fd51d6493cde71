import type { BalancerDefinition } from "./define";

export const roundRobin: BalancerDefinition = {
  id: "round-robin",
  title: "Round robin",
  docs: {
    summary: "Each healthy host in turn.",
    models: ["Order of the outgoing links, then of their replicas"],
    ignores: [],
    sources: ["HAProxy configuration manual, balance roundrobin"],
  },
  bind: ({ targets, healthy, keep }) => {
    const next = keep(new Int32Array(1));
    return () => {
      for (let tries = 0; tries < targets; tries++) {
        const target = next[0];
        next[0] = target + 1 === targets ? 0 : target + 1;
        if (healthy[target] === 1) return target;
      }
      return -1;
    };
  },
};
