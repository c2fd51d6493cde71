import type { BalancerDefinition } from "../define";

export const maglev: BalancerDefinition = {
  id: "maglev",
  title: "Maglev hash of the key",
  weighs: true,
  sticks: true,
  docs: {
    summary: "A table of 65537 entries that hosts fill in turn: near-perfect balance, and a lost host moves few other keys.",
    models: ["The table of the paper, with Envoy's weights", "A new table whenever a host comes or goes", "A retry looks elsewhere"],
    ignores: ["Tables of another size", "The paper's and Envoy's hash functions"],
    sources: [
      "D. Eisenbud et al., Maglev: A Fast and Reliable Software Network Load Balancer, NSDI 2016",
      "Envoy docs, Maglev, table_size 65537",
    ],
  },
  behaviour: async () => (await import("./simulate")).bindMaglev,
};
