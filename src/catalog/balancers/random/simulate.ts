import type { BindBalancer } from "../define";

export const bindRandom: BindBalancer =
  ({ targets, healthy, stream }) =>
  () => {
    let up = 0;
    for (let target = 0; target < targets; target++) up += healthy[target];
    if (up === 0) return -1;
    let rank = stream.below(up);
    let target = 0;
    while (healthy[target] === 0 || rank-- > 0) target++;
    return target;
  };
