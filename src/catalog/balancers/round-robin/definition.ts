import type { BalancerDefinition } from "../define";

export const roundRobin: BalancerDefinition = {
  id: "round-robin",
  title: "Round robin",
  docs: {
    summary: "Each healthy host in turn.",
    models: ["Order of the outgoing links, then of their replicas"],
    ignores: [],
    sources: ["HAProxy configuration manual, balance roundrobin"],
  },
  behaviour: async () => (await import("./simulate")).bindRoundRobin,
};
