import type { Stream } from "../../../base/stream";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { DatabaseConfig } from "./definition";
import type { Failover } from "./failover";
import type { Replication } from "./replication";
import { NONE, type Shards } from "./shards";

const PRIMARY = 0;
const ANY = 2;
const PREFERRED = 3;
const NEAREST = 4;
const ROUTES = { primary: PRIMARY, standbys: 1, any: ANY, nearest: NEAREST, "primary-preferred": PREFERRED } as const;

/**
 * Where callers send a query: a driver that knows its hosts skips those whose connections are refused. While a leader
 * is cut off, a share of the callers is on its side of the cut, the rest on the other.
 */
export class Routes {
  private readonly route: Uint8Array;
  private readonly choice: Stream[];
  private readonly side: Stream[];
  /** By shard: the share of callers beside isolated instances, 0..1; -1 while none is isolated. */
  private readonly insideRatio: Float64Array;

  constructor(
    private readonly sim: Sim,
    private readonly shards: Shards,
    private readonly replication: Replication,
    private readonly failover: Failover,
  ) {
    const { nodes } = sim.plan;
    this.route = new Uint8Array(nodes.length);
    this.choice = nodes.map((node) => sim.stream(`node:${node.id}:route`));
    this.side = nodes.map((node) => sim.stream(`node:${node.id}:side`));
    this.insideRatio = new Float64Array(shards.total).fill(-1);
    const callers = sim.conditions.column("replicas", "isolated-callers");
    sim.conditions.watch(() => {
      this.insideRatio.fill(-1);
      shards.of.forEach((shard, replica) => {
        if (shard === NONE || replication.isolated[replica] === 0) return;
        this.insideRatio[shard] = Math.min(1, callers[replica]);
      });
    });
  }

  configure({ index, config }: PlanNode): void {
    this.route[index] = ROUTES[(config as DatabaseConfig).readFrom];
  }

  /**
   * The instance for a query; NONE where there is none, or where it cannot be reached. One that a balancer or a
   * connection has chosen stays.
   */
  choose(node: number, shard: number, call: number, writes: boolean): number {
    const given = this.sim.calls.replica(call);
    const inside = this.insideRatio[shard] >= 0 && this.isInside(node, shard, call);
    if (given >= 0) return this.shards.of[given] === shard && this.reaches(given, inside) ? given : NONE;
    const route = this.route[node];
    const leader = this.acting(node, shard, inside);
    if (writes || route === PRIMARY || this.shards.size[shard] === 1) return leader;
    const { conditions, calls, flow, paths, plan, replicas } = this.sim;
    const isUp = (replica: number) => conditions.isDown[replica] === 0 && replicas.listed[replica] === 1;
    if (route === PREFERRED && leader !== NONE && isUp(leader)) return leader;
    const skipped = route === ANY || route === NEAREST ? NONE : this.shards.leader[shard];
    const hosts = this.shards.size[shard] - (skipped === NONE ? 0 : 1);
    const from = this.choice[node].below(hosts);
    const caller = route === NEAREST ? flow.callerReplica(call) : NONE;
    let chosen = leader;
    let leastMs = Number.POSITIVE_INFINITY;
    for (let step = 0; step < hosts; step++) {
      let replica = this.shards.base[shard] + ((from + step) % hosts);
      if (skipped !== NONE && replica >= skipped) replica++;
      if (!isUp(replica) || !this.reaches(replica, inside)) continue;
      if (route !== NEAREST) return replica;
      const { crossingMs } = plan.paths[paths.between(calls.link(call), caller, replica)];
      if (crossingMs >= leastMs) continue;
      leastMs = crossingMs;
      chosen = replica;
    }
    return chosen;
  }

  /** Whether the caller is on the side of the isolated instances: by where it is, or else by chance. */
  private isInside(node: number, shard: number, call: number): boolean {
    const { calls, conditions, flow, paths } = this.sim;
    const link = calls.link(call);
    if (this.side[node].chance(this.insideRatio[shard])) return true;
    if (paths.isSpread[link] === 0) return false;
    const { base, size } = this.shards;
    let witness = base[shard];
    while (witness < base[shard] + size[shard] - 1 && this.replication.isolated[witness] > 0) witness++;
    const path = paths.between(link, flow.callerReplica(call), witness);
    const isCutOff = conditions.isCut[2 * path] + conditions.isCut[2 * path + 1] > 0;
    return isCutOff !== this.replication.isolated[witness] > 0;
  }

  /** The instance that these callers write to. */
  private acting(node: number, shard: number, inside: boolean): number {
    const { leader, rogue } = this.shards;
    const right = leader[shard];
    if (right !== NONE && this.reaches(right, inside)) {
      // With failover the callers ask who leads, and are told that nobody does.
      return this.failover.enabled(node) && this.sim.conditions.isDown[right] === 1 ? NONE : right;
    }
    const wrong = rogue[shard];
    return inside && wrong !== NONE && this.reaches(wrong, inside) ? wrong : NONE;
  }

  private reaches(replica: number, inside: boolean): boolean {
    return this.replication.isolated[replica] > 0 === inside;
  }
}
