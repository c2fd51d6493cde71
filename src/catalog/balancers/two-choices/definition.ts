import type { BalancerDefinition } from "../define";

export const twoChoices: BalancerDefinition = {
  id: "two-choices",
  title: "Power of two choices",
  docs: {
    summary: "Of two hosts drawn at random, the one with fewer requests under way.",
    models: ["Two different hosts, all pairs equally likely"],
    ignores: ["Weights"],
    sources: [
      "M. Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, IEEE TPDS 2001",
      "nginx docs, random two least_conn",
    ],
  },
  behaviour: async () => (await import("./simulate")).bindTwoChoices,
};
