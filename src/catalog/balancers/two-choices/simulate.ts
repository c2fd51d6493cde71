import type { BindBalancer } from "../define";

/** Draws before it falls back to a scan; only matters when most hosts are out of rotation. */
const TRIES = 16;

export const bindTwoChoices: BindBalancer = ({ targets, healthy, active, stream }) => {
  const drawAgain = (other: number): number => {
    for (let tries = 1; tries < TRIES; tries++) {
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
  const draw = (other: number): number => {
    const target = stream.below(targets);
    return target !== other && healthy[target] === 1 ? target : drawAgain(other);
  };
  return () => {
    const first = draw(-1);
    if (first === -1 || targets === 1) return first;
    const second = draw(first);
    return second !== -1 && active[second] < active[first] ? second : first;
  };
};
