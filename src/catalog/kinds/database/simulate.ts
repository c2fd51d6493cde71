import type { Stream } from "../../../base/stream";
import { CallLists } from "../../../engine/call-lists";
import { NO_CALL } from "../../../engine/calls";
import { ERROR, OK, REFUSED, REJECTED, UNAVAILABLE } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import { DRAINING } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { distributionOf } from "../../distributions/registry";
import { Connections } from "./connections";
import type { DatabaseConfig } from "./definition";
import { Failover } from "./failover";
import { Freshness } from "./freshness";
import { ASYNCHRONOUS, Replication } from "./replication";
import { Routes } from "./routes";
import { NONE, Shards } from "./shards";

const UNLIMITED = 1_000_000_000;

/** Shards of a primary and its standbys each. */
export const simulateDatabase: SimulateKind = (sim, nodes) => new Databases(sim, nodes);

class Databases implements KindHandlers {
  private readonly shards: Shards;
  private readonly station: Station;
  private readonly connections: Connections;
  private readonly freshness: Freshness;
  private readonly replication: Replication;
  private readonly failover: Failover;
  private readonly routes: Routes;
  /** Commits that wait for standbys, by shard, in the order of their positions; each knows its own. */
  private readonly commits: CallLists;
  /** Requests so far, by shard. */
  private readonly requests: Float64Array;
  private readonly diskFull: Float64Array;
  private readonly slowDisk: Float64Array;
  private readonly readTime: Sampler[] = [];
  private readonly writeTime: Sampler[] = [];

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    this.shards = new Shards(sim, nodes);
    this.commits = new CallLists(sim.calls, this.shards.total);
    this.requests = new Float64Array(this.shards.total);
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.slowDisk = sim.conditions.column("replicas", "slow-disk");
    this.freshness = new Freshness(sim, this.shards);
    this.replication = new Replication(sim, this.shards, this.freshness, (shard) => this.releaseCommits(shard));
    this.failover = new Failover(sim, this.shards, this.replication, (replica) => this.disconnect(replica));
    sim.replicas.watch((replica) => {
      if (this.shards.of[replica] !== NONE && sim.replicas.state[replica] === DRAINING) this.failover.leaves(replica);
    });
    this.routes = new Routes(sim, this.shards, this.replication, this.failover);
    this.connections = new Connections(sim, nodes, (call) => this.station.offer(call, sim.calls.replica(call), true));
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        const times = this.writes(call) ? this.writeTime : this.readTime;
        times[node](out);
        out.value *= 1 + this.slowDisk[sim.calls.replica(call)];
      },
      worked: (call) => this.worked(call),
    });
  }

  configure(node: PlanNode): void {
    const config = node.config as DatabaseConfig;
    const i = node.index;
    const bind = (time: DatabaseConfig["readTime"], purpose: string) => distributionOf(time).sampler(time, this.stream(node, purpose));
    this.readTime[i] = bind(config.readTime, "read");
    this.writeTime[i] = bind(config.writeTime, "write");
    this.routes.configure(node);
    this.failover.configure(node);
    this.replication.configure(node, bind(config.lag, "lag"), bind(config.replay, "replay"));
    for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
      this.station.configure(r, config.parallelism, UNLIMITED, false);
    }
    this.connections.configure(node);
  }

  start(): void {
    this.failover.start();
  }

  request(call: number): void {
    const { calls, flow, meter, plan, replicas } = this.sim;
    const node = plan.nodes[plan.links[calls.link(call)].to];
    meter.entered(node.index, call);
    const shard = this.shards.forKey(node.index, calls.key(call));
    this.requests[shard]++;
    const writes = this.writes(call);
    const replica = this.routes.choose(node.index, shard, call, writes);
    if (replica !== NONE) calls.setReplica(call, replica);
    let verdict = OK;
    // A standby is read-only (PostgreSQL docs, 26.4): a write that a balancer sends there fails.
    if (replica === NONE || (writes && !this.shards.acts(replica))) verdict = UNAVAILABLE;
    else if (replicas.refuses(replica, call)) verdict = REFUSED;
    else if (!this.connections.offer(call, node.index, replica)) verdict = REJECTED;
    if (verdict === OK) return;
    meter.left(node.index, call, verdict, verdict);
    flow.reply(call, verdict, verdict);
  }

  route(call: number): number {
    const { calls, callee } = this.sim;
    const node = callee[calls.link(call)];
    return this.routes.choose(node, this.shards.forKey(node, calls.key(call)), call, this.writes(call));
  }

  answer(): void {}

  crashed(replica: number): void {
    this.failover.crashed(replica);
    this.disconnect(replica);
  }

  restarted(replica: number): void {
    this.replication.catchUp(replica);
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.failover.resumed(replica);
    this.station.resumed(replica);
    this.replication.catchUp(replica);
  }

  leads(replica: number): boolean {
    return this.shards.leader[this.shards.of[replica]] === replica;
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    const { first, count, leader } = this.shards;
    out[at] = this.replication.lagMs(node);
    out[at + 1] = this.freshness.staleReads[node];
    for (let gauge = 2; gauge < 8; gauge++) out[at + gauge] = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      out[at + 2] += this.connections.inUse[r];
      out[at + 3] += this.connections.waiting.length[r];
    }
    const leading = leader[first[node]];
    out[at + 4] = leading === NONE ? 0 : leading - replicaBase + 1;
    let busiest = 0;
    let all = 0;
    for (let shard = first[node]; shard < first[node] + count[node]; shard++) {
      if (leader[shard] !== NONE) out[at + 5]++;
      out[at + 6] += this.commits.length[shard];
      busiest = Math.max(busiest, this.requests[shard]);
      all += this.requests[shard];
    }
    out[at + 7] = all === 0 ? 0 : busiest / all;
  }

  figures(node: number, out: Float64Array): void {
    const { lostWrites, conflictingWrites, failovers, recoveryMs } = this.failover;
    out[0] = lostWrites[node];
    out[1] = conflictingWrites[node];
    out[2] = failovers[node];
    out[3] = recoveryMs[node];
    out[4] = this.freshness.staleReads[node];
    out[5] = this.connections.timeouts[node];
    out[6] = this.failover.outageMs(node);
  }

  private stream(node: PlanNode, purpose: string): Stream {
    return this.sim.stream(`node:${node.id}:${purpose}`);
  }

  private writes(call: number): boolean {
    return this.sim.plan.operations[this.sim.calls.operation(call)].writes;
  }

  private worked(call: number): void {
    const { calls, conditions } = this.sim;
    const replica = calls.replica(call);
    const writes = this.writes(call);
    if (conditions.fails(replica) || (writes && this.diskFull[replica] > 0)) {
      this.leave(call, ERROR);
    } else if (writes) {
      this.commit(call, replica);
    } else {
      this.freshness.read(replica, calls.key(call), this.replication.applied);
      this.leave(call, OK);
    }
  }

  private commit(call: number, replica: number): void {
    const { calls, conditions, plan } = this.sim;
    const shard = this.shards.of[replica];
    const waits = this.replication.mode[conditions.nodeOf(replica)] !== ASYNCHRONOUS;
    const isLeader = this.shards.leader[shard] === replica;
    if (waits) {
      this.station.freeSlot(call);
      // No standby follows a leader that has been replaced: its commits wait until somebody tells it.
      if (!isLeader) return;
      calls.setAux(call, this.replication.log.end[shard] + 1);
      this.commits.append(shard, call);
    }
    if (isLeader) this.replication.committed(shard, calls.key(call), plan.operations[calls.operation(call)].requestBytes);
    if (waits) return;
    this.failover.accepted(shard, replica);
    this.leave(call, OK);
  }

  /** Commits that enough standbys have are answered. */
  private releaseCommits(shard: number): void {
    const { calls } = this.sim;
    const { acknowledged } = this.replication;
    for (let call = this.commits.head[shard]; call !== NO_CALL; call = this.commits.head[shard]) {
      const replica = calls.replica(call);
      const isLeaders = replica === this.shards.leader[shard];
      if (isLeaders && calls.aux(call) > acknowledged[shard]) return;
      this.commits.remove(shard, call);
      // What waits in a leader that was replaced goes on waiting, for nothing.
      if (!isLeaders) continue;
      this.freshness.written(shard, calls.key(call), calls.aux(call));
      this.failover.accepted(shard, replica);
      this.leave(call, OK);
    }
  }

  private leave(call: number, outcome: number): void {
    const { calls, flow, meter, conditions } = this.sim;
    const replica = calls.replica(call);
    this.station.finish(call);
    meter.left(conditions.nodeOf(replica), call, outcome, outcome);
    flow.reply(call, outcome, outcome);
    this.connections.release(replica);
  }

  /** All connections of an instance break, and with them what its callers waited for. */
  private disconnect(replica: number): void {
    const shard = this.shards.of[replica];
    for (let call = this.commits.head[shard]; call !== NO_CALL; call = this.commits.head[shard]) {
      if (this.sim.calls.replica(call) !== replica) break;
      this.commits.remove(shard, call);
    }
    this.station.crashed(replica);
    this.connections.reset(replica);
  }
}
