import type { BalancerDefinition } from "../define";

export const twoDraws: BalancerDefinition = {
  id: "two-draws",
  title: "Two weighted draws",
  weighs: true,
  startsSlowly: true,
  docs: {
    summary: "Of two hosts drawn by weight, perhaps the same one twice, that with fewer requests under way.",
    models: ["Draws with replacement, each host as likely as its link's weight; equals go to the second draw"],
    ignores: ["How HAProxy comes by its shares: weights must say them"],
    sources: ["HAProxy 2.6 source, src/backend.c, get_server_rnd"],
  },
  behaviour: async () => (await import("./simulate")).bindTwoDraws,
};
