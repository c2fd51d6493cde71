import type { Sim } from "./sim";

/**
 * Which path a message takes. A link has one, with the link's own number; where the replicas of an end are spread over
 * zones it has one for each pair of places, and which it is follows from the two replicas.
 */
export class Paths {
  /** 1 where a link has several. */
  readonly isSpread: Uint8Array;

  constructor(private readonly sim: Sim) {
    this.isSpread = Uint8Array.from(sim.plan.links, ({ paths }) => (paths === null ? 0 : 1));
  }

  /** That of a call; which replica is to serve it is settled now where it is still open. */
  of(call: number): number {
    const { calls, flow } = this.sim;
    const link = calls.link(call);
    if (this.isSpread[link] === 0) return link;
    this.settle(call);
    return this.between(link, flow.callerReplica(call), calls.replica(call));
  }

  /** Between two replicas, by their numbers over all nodes; below 0 stands for the first one. */
  between(link: number, caller: number, callee: number): number {
    const { from, to, paths } = this.sim.plan.links[link];
    if (paths === null) return link;
    const { nodes } = this.sim.plan;
    const row = paths[Math.max(0, caller - nodes[from].replicaBase) % paths.length];
    return row[Math.max(0, callee - nodes[to].replicaBase) % row.length];
  }

  /** Chooses the replica that is to serve a call before it is sent, unless somebody has. */
  settle(call: number): void {
    const { calls, callee, handlers, plan } = this.sim;
    if (calls.replica(call) >= 0) return;
    const to = plan.nodes[callee[calls.link(call)]];
    calls.setReplica(call, to.replicas === 1 ? to.replicaBase : (handlers[to.index].route?.(call) ?? -1));
  }
}
