import type { BalancerDefinition } from "./define";

/** Draws before it falls back to a scan; only matters when most hosts are out of rotation. */
const TRIES = 16;

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
  bind: ({ targets, healthy, active, stream }) => {
    const draw = (other: number): number => {
      for (let tries = 0; tries < TRIES; tries++) {
        const target = stream.below(targets);
        if (target !== other && healthy[target] === 1) return target;
      }
      const from = stream.below(targets);
      for (let step = 0; step < targets; step++) {
        const target = (from + step) % targets;
        if (target !== other && healthy[target] === 1) return target;
      }
      return -1;
    };
    return () => {
      const first = draw(-1);
      if (first === -1 || targets === 1) return first;
      const second = draw(first);
      return second !== -1 && active[second] < active[first] ? second : first;
    };
  },
};
