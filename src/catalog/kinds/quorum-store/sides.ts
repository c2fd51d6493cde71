import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";

/** On which side of a partition of zones each node is. Nodes on either side know at once that they cannot reach one another. */
export class Sides {
  /** By node of the plan: 1 while some of its replicas are parted from the others, and since when [ms]. */
  readonly isParted: Uint8Array;
  readonly sinceMs: Float64Array;
  private readonly isolated: Float64Array;

  constructor(private readonly sim: Sim) {
    const { length } = sim.plan.nodes;
    this.isParted = new Uint8Array(length);
    this.sinceMs = new Float64Array(length);
    this.isolated = sim.conditions.column("replicas", "isolated");
  }

  /** Whether nothing gets from one replica to the other. */
  apart(node: number, one: number, other: number): boolean {
    return this.isParted[node] === 1 && this.isolated[one] > 0 !== this.isolated[other] > 0;
  }

  /** Looks at a node anew; true when its sides have just come together. */
  look({ index, replicaBase, replicas }: PlanNode): boolean {
    let away = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) if (this.isolated[r] > 0) away++;
    const was = this.isParted[index];
    const now = away > 0 && away < replicas ? 1 : 0;
    this.isParted[index] = now;
    if (now > was) this.sinceMs[index] = this.sim.clock.value;
    return now < was;
  }
}
