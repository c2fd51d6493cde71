import type { BalancerDefinition } from "../define";

export const consistentHash: BalancerDefinition = {
  id: "consistent-hash",
  title: "Consistent hash of the key",
  weighs: true,
  sticks: true,
  docs: {
    summary: "One key always goes to the same host; losing a host moves only its keys.",
    models: ["A ring with 160 points per host and unit of weight, as ketama has"],
    ignores: ["Bounded loads"],
    sources: ["D. Karger et al., Consistent Hashing and Random Trees, STOC 1997", "libketama"],
  },
  behaviour: async () => (await import("./simulate")).bindConsistentHash,
};
