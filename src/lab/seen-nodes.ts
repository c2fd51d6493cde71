import type { Sim } from "../engine/sim";

/** The nodes that requests have reached: whatever is read at the end of a window leaves the others out. */
export class SeenNodes {
  /** In the order in which they were first seen; replaced when one joins, never changed. */
  order: readonly number[] = [];

  constructor(private readonly sim: Sim) {}

  /** Takes in those whose first request came since the last time. */
  look(): void {
    const fresh = this.sim.meter.reachedSince(this.order.length);
    if (fresh.length > 0) this.order = Object.freeze([...this.order, ...fresh]);
  }
}
