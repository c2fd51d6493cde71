import type { BindBalancer } from "../define";
import { bindRing } from "../ring";

/** Points of each host on the ring, times its weight. */
const VIRTUAL_NODES = 160;

export const bindConsistentHash: BindBalancer = (view) => bindRing(view, (target) => Math.round(VIRTUAL_NODES * view.weights[target]));
