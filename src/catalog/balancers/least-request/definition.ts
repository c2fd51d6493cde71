import type { BalancerDefinition } from "../define";

export const leastRequest: BalancerDefinition = {
  id: "least-request",
  title: "Least request",
  weighs: true,
  startsSlowly: true,
  docs: {
    summary:
      "Of two (or more) hosts drawn at random the one with the fewest requests; where weights differ, in turn by weight / (requests + 1)^bias.",
    models: [
      "Equal weights: draws with replacement, as many as the choice count says; equals go to the first",
      "Unequal weights: the earliest deadline first, weighed anew whenever a host is taken",
    ],
    ignores: ["The full scan", "Requests sent by other balancers"],
    sources: ["Envoy docs, Weighted least request, active_request_bias 1.0", "Envoy source, least_request_lb.cc"],
  },
  behaviour: async () => (await import("./simulate")).bindLeastRequest,
};
