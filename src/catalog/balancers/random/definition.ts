import type { BalancerDefinition } from "../define";

export const random: BalancerDefinition = {
  id: "random",
  title: "Random",
  docs: {
    summary: "Any healthy host, all equally likely.",
    models: ["Each request draws for itself, without regard to weights or load"],
    ignores: [],
    sources: ["Envoy docs, load balancers, random"],
  },
  behaviour: async () => (await import("./simulate")).bindRandom,
};
