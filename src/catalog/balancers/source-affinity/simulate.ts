import type { BindBalancer } from "../define";
import { mix } from "../mix";

export const bindSourceAffinity: BindBalancer =
  ({ targets, healthy }) =>
  (_key, source) => {
    let up = 0;
    for (let target = 0; target < targets; target++) up += healthy[target];
    if (up === 0) return -1;
    let rank = mix(source) % up;
    let target = 0;
    while (healthy[target] === 0 || rank-- > 0) target++;
    return target;
  };
