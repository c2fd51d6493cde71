import type { BalancerDefinition } from "./define";

export const twoDraws: BalancerDefinition = {
  id: "two-draws",
  title: "Two weighted draws",
  weighs: true,
  docs: {
    summary: "Of two hosts drawn by weight, perhaps the same one twice, that with fewer requests under way.",
    models: ["Draws with replacement, each host as likely as its link's weight; equals go to the second draw"],
    ignores: ["How HAProxy comes by its shares: weights must say them"],
    sources: ["HAProxy 2.6 source, src/backend.c, get_server_rnd"],
  },
  bind: ({ targets, healthy, active, weights, stream }) => {
    const draw = (total: number): number => {
      let rest = stream.uniform() * total;
      let last = -1;
      for (let target = 0; target < targets; target++) {
        if (healthy[target] === 0 || weights[target] === 0) continue;
        last = target;
        rest -= weights[target];
        if (rest < 0) return target;
      }
      return last;
    };
    return () => {
      let total = 0;
      for (let target = 0; target < targets; target++) if (healthy[target] === 1) total += weights[target];
      const first = draw(total);
      const second = draw(total);
      return second !== -1 && active[second] > active[first] ? first : second;
    };
  },
};
