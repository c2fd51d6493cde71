import type { BalancerDefinition } from "../define";

export const weighted: BalancerDefinition = {
  id: "weighted",
  title: "Weighted round robin",
  weighs: true,
  startsSlowly: true,
  docs: {
    summary: "In turn, each host as often as its link's weight says, spread evenly.",
    models: ["nginx's smooth weighted round robin"],
    ignores: [],
    sources: ["nginx source, ngx_http_upstream_round_robin.c, commit 52327e0627f4 (2012)"],
  },
  behaviour: async () => (await import("./simulate")).bindWeighted,
};
