import { Cell } from "../../../base/cell";
import { pow } from "../../../base/portable-math";
import type { BalancerView, BindBalancer, Pick } from "../define";

export const bindLeastRequest: BindBalancer = (view) => {
  const { uneven } = view;
  const byDraws = draws(view);
  const byDeadline = earliestDeadline(view);
  return (key, source) => (uneven[0] === 1 ? byDeadline(key, source) : byDraws(key, source));
};

function draws({ targets, healthy, active, stream, options }: BalancerView): Pick {
  const draw = (up: number): number => {
    let rank = stream.below(up);
    let target = 0;
    while (healthy[target] === 0 || rank-- > 0) target++;
    return target;
  };
  return () => {
    let up = 0;
    for (let target = 0; target < targets; target++) up += healthy[target];
    if (up === 0) return -1;
    let best = draw(up);
    for (let drawn = 1; drawn < options.choiceCount; drawn++) {
      const other = draw(up);
      if (active[other] < active[best]) best = other;
    }
    return best;
  };
}

/** Weighted fair queueing of the hosts: who is taken is due again after 1 / weight. */
function earliestDeadline({ targets, healthy, active, weights, options, keep }: BalancerView): Pick {
  const deadline = keep(new Float64Array(targets));
  const present = keep(new Cell());
  return () => {
    let best = -1;
    for (let target = 0; target < targets; target++) {
      if (healthy[target] === 0 || weights[target] === 0) continue;
      // A host that was away has no claim on the turns it missed.
      if (deadline[target] < present.value) deadline[target] = present.value;
      if (best === -1 || deadline[target] < deadline[best]) best = target;
    }
    if (best === -1) return -1;
    present.value = deadline[best];
    const bias = options.activeRequestBias;
    const load = bias === 1 ? active[best] + 1 : pow(active[best] + 1, bias);
    deadline[best] += load / weights[best];
    return best;
  };
}
