import type { Sim } from "./sim";

/**
 * Which path a message takes. A link has one, with the link's own number; where the replicas of an end are spread over
 * zones it has one for each pair of places, and which it is follows from the two replicas.
 */
export class Paths {
  /** 1 where a link has several. */
  readonly isSpread: Uint8Array;
  /** By link whose callers stay with one replica, and by caller: which; -1 where none is chosen yet. */
  private readonly chosen: (Int32Array | null)[];

  constructor(private readonly sim: Sim) {
    const { links, nodes } = sim.plan;
    this.isSpread = Uint8Array.from(links, ({ paths }) => (paths === null ? 0 : 1));
    this.chosen = links.map(({ protocol, from }) => (protocol.sticks ? new Int32Array(nodes[from].replicas).fill(-1) : null));
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
    const link = calls.link(call);
    const to = plan.nodes[callee[link]];
    if (to.replicas === 1) calls.setReplica(call, to.replicaBase);
    else if (this.chosen[link] === null) calls.setReplica(call, handlers[to.index].route?.(call) ?? -1);
    else calls.setReplica(call, this.stayWith(call, link, this.chosen[link]));
  }

  /** The replica that the caller has a connection to, as long as that is there; then another. */
  private stayWith(call: number, link: number, chosen: Int32Array): number {
    const { conditions, flow, handlers, plan, replicas } = this.sim;
    const { from, to } = plan.links[link];
    const caller = Math.max(0, flow.callerReplica(call) - plan.nodes[from].replicaBase);
    const known = chosen[caller];
    if (known < 0 || conditions.isDown[known] === 1 || replicas.listed[known] === 0) {
      chosen[caller] = handlers[to].route?.(call) ?? -1;
    }
    return chosen[caller];
  }
}
