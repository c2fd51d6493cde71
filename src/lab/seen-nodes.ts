import { ARRIVALS } from "../engine/meter";
import type { Sim } from "../engine/sim";

/** The nodes that requests have reached: whatever is read at the end of a window leaves the others out. */
export class SeenNodes {
  /** In the order in which they were first seen; replaced when one joins, never changed. */
  order: readonly number[] = [];
  private readonly known: Uint8Array;

  constructor(private readonly sim: Sim) {
    this.known = new Uint8Array(sim.plan.nodes.length);
  }

  /** Takes in those whose first request came since the last time. */
  look(): void {
    const { known, sim } = this;
    const fresh: number[] = [];
    for (let node = 0; node < known.length; node++) {
      if (known[node] === 1 || sim.meter.node(node, ARRIVALS) === 0) continue;
      known[node] = 1;
      fresh.push(node);
    }
    if (fresh.length > 0) this.order = Object.freeze([...this.order, ...fresh]);
  }
}
