import type { Stream } from "../../../base/stream";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { CdnConfig } from "./definition";

const ANY = -1;

/** Which point of presence a request comes to: that of its caller's region, or any for users who are everywhere. */
export class PointsOfPresence {
  /** By node, how many there are. */
  readonly count: Int32Array;
  /** By node: requests that came to another, since their own was down. */
  readonly rerouted: Float64Array;
  /** By link: the home of whoever calls over it, counted from the node's first replica. */
  private readonly home: Int32Array;
  private readonly anywhere: Stream[] = [];

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const { plan } = sim;
    this.count = new Int32Array(plan.nodes.length);
    this.rerouted = new Float64Array(plan.nodes.length);
    this.home = new Int32Array(plan.links.length).fill(ANY);
    for (const node of nodes) {
      const { pops } = node.config as CdnConfig;
      this.count[node.index] = pops;
      this.anywhere[node.index] = sim.stream(`node:${node.id}:pop`);
      const regions: number[] = [];
      for (const link of node.in) {
        // Who is spread over regions is taken to be in the first.
        const region = plan.nodes[plan.links[link].from].places[0].at(-1);
        if (region === undefined) continue;
        if (!regions.includes(region)) regions.push(region);
        this.home[link] = regions.indexOf(region) % pops;
      }
    }
  }

  /** The replica that serves the call: the next one after its home that is up. */
  choose(call: number): number {
    const { calls, callee, conditions, plan, replicas } = this.sim;
    const link = calls.link(call);
    const node = callee[link];
    const count = this.count[node];
    const { replicaBase } = plan.nodes[node];
    const home = this.home[link] === ANY ? this.anywhere[node].below(count) : this.home[link];
    for (let i = 0; i < count; i++) {
      const replica = replicaBase + ((home + i) % count);
      if (conditions.isDown[replica] === 1 || replicas.listed[replica] === 0) continue;
      if (i > 0) this.rerouted[node]++;
      return replica;
    }
    return replicaBase + home;
  }
}
