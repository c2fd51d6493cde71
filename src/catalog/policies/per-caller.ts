import type { PlanLink } from "../../engine/plan";
import type { ReadFigures } from "../../engine/policed-calls";
import type { Sim } from "../../engine/sim";

/** The replicas that call over a link: each process has its own breaker, its own budget, its own limit. */
export class Callers {
  readonly count: number;
  private readonly base: number;

  constructor(
    private readonly sim: Sim,
    readonly link: PlanLink,
  ) {
    const { replicas, replicaBase } = sim.plan.nodes[link.from];
    this.count = replicas;
    this.base = replicaBase;
  }

  /** Which of them makes the call, from 0. */
  of(call: number): number {
    const replica = this.sim.flow.callerReplica(call);
    return replica < 0 ? 0 : replica - this.base;
  }
}

/**
 * Binds a policy to links that do not have it yet; after a live edit those that do keep their state, and read their
 * settings from the plan.
 */
export function bindOnce(sim: Sim, id: string, links: readonly PlanLink[], bind: (callers: Callers) => ReadFigures): void {
  const { figures } = sim.flow.policed;
  figures[id] ??= [];
  for (const link of links) figures[id][link.index] ??= bind(new Callers(sim, link));
}
