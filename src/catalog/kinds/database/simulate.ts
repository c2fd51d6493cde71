import type { Stream } from "../../../base/stream";
import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED } from "../../../engine/calls";
import { ERROR, OK, REFUSED, REJECTED, RESET, UNAVAILABLE } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, Sampler, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { distributionOf } from "../../distributions/registry";
import type { DatabaseConfig } from "./definition";
import { Replication } from "./replication";

const UNLIMITED = 1_000_000_000;
const PRIMARY = 0;
const STANDBYS = 1;
const ROUTES = { primary: PRIMARY, standbys: STANDBYS, any: 2 } as const;

/** A primary and its standbys; replica 0 is the primary. */
export const simulateDatabase: SimulateKind = (sim, nodes) => new Databases(sim, nodes);

class Databases implements KindHandlers {
  private readonly station: Station;
  private readonly replication: Replication;
  /** Callers waiting for a connection, per replica. */
  private readonly waiting: CallLists;
  private readonly inUse: Int32Array;
  private readonly connections: Int32Array;
  private readonly waitLimit: Int32Array;
  private readonly route: Uint8Array;
  private readonly choice: Stream[];
  private readonly readTime: Sampler[] = [];
  private readonly writeTime: Sampler[] = [];

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const { nodes: all, replicas } = sim.plan;
    this.waiting = new CallLists(sim.calls, replicas);
    this.inUse = new Int32Array(replicas);
    this.connections = new Int32Array(all.length);
    this.waitLimit = new Int32Array(all.length);
    this.route = new Uint8Array(all.length);
    this.choice = all.map((node) => sim.stream(`node:${node.id}:route`));
    this.replication = new Replication(sim, nodes);
    this.station = new Station(sim, nodes, {
      serviceMs: (node, out, call) => {
        const times = this.writes(call) ? this.writeTime : this.readTime;
        times[node](out);
      },
      worked: (call) => this.worked(call),
    });
  }

  configure(node: PlanNode): void {
    const config = node.config as DatabaseConfig;
    const i = node.index;
    const bind = (time: DatabaseConfig["readTime"], purpose: string) =>
      distributionOf(time).sampler(time, this.sim.stream(`node:${node.id}:${purpose}`));
    this.readTime[i] = bind(config.readTime, "read");
    this.writeTime[i] = bind(config.writeTime, "write");
    this.replication.configure(node, bind(config.lag, "lag"));
    this.connections[i] = config.connections;
    this.waitLimit[i] = config.waitLimit;
    this.route[i] = ROUTES[config.readFrom];
    for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
      this.station.configure(r, config.parallelism, UNLIMITED, false);
      this.admitWaiting(r);
    }
  }

  start(): void {}

  request(call: number): void {
    const { calls, conditions, flow, meter, plan } = this.sim;
    const node = plan.nodes[plan.links[calls.link(call)].to];
    meter.entered(node.index, call);
    const replica = calls.replica(call) >= 0 ? calls.replica(call) : this.choose(node, this.writes(call));
    calls.setReplica(call, replica);
    let verdict = OK;
    // A standby is read-only (PostgreSQL docs, 26.4): a write that a balancer sends there fails.
    if (this.writes(call) && replica !== node.replicaBase) verdict = UNAVAILABLE;
    else if (conditions.isDown[replica] === 1) verdict = REFUSED;
    else if (this.inUse[replica] < this.connections[node.index] && this.waiting.length[replica] === 0) this.admit(call);
    else if (this.waiting.length[replica] >= this.waitLimit[node.index]) verdict = REJECTED;
    else {
      calls.setState(call, QUEUED);
      this.waiting.append(replica, call);
      meter.changeQueued(node.index, 1);
    }
    if (verdict === OK) return;
    meter.left(node.index, call, verdict, verdict);
    flow.reply(call, verdict, verdict);
  }

  answer(): void {}

  crashed(replica: number): void {
    const { flow, meter, conditions } = this.sim;
    const node = conditions.nodeOf(replica);
    this.station.crashed(replica);
    meter.changeQueued(node, -this.waiting.length[replica]);
    for (let call = this.waiting.shift(replica); call !== NO_CALL; call = this.waiting.shift(replica)) {
      meter.left(node, call, RESET, RESET);
      flow.reply(call, RESET, RESET);
    }
    this.inUse[replica] = 0;
  }

  restarted(replica: number): void {
    this.replication.catchUp(replica);
  }

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.replication.catchUp(replica);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    out[at] = this.replication.lagMs(node);
    out[at + 1] = this.replication.staleReads[node];
    out[at + 2] = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) out[at + 2] += this.inUse[r];
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  private writes(call: number): boolean {
    return this.sim.plan.operations[this.sim.calls.operation(call)].writes;
  }

  /** A driver that knows its hosts: it skips those whose connections are refused. */
  private choose(node: PlanNode, writes: boolean): number {
    const route = this.route[node.index];
    if (writes || route === PRIMARY || node.replicas === 1) return node.replicaBase;
    const { isDown } = this.sim.conditions;
    const first = route === STANDBYS ? 1 : 0;
    const hosts = node.replicas - first;
    const from = this.choice[node.index].below(hosts);
    for (let step = 0; step < hosts; step++) {
      const replica = node.replicaBase + first + ((from + step) % hosts);
      if (isDown[replica] === 0) return replica;
    }
    return node.replicaBase;
  }

  private admit(call: number): void {
    const replica = this.sim.calls.replica(call);
    this.inUse[replica]++;
    this.station.offer(call, replica, true);
  }

  private admitWaiting(replica: number): void {
    const { conditions, meter } = this.sim;
    const node = conditions.nodeOf(replica);
    while (this.inUse[replica] < this.connections[node] && this.waiting.length[replica] > 0) {
      const call = this.waiting.shift(replica);
      meter.changeQueued(node, -1);
      this.admit(call);
    }
  }

  private worked(call: number): void {
    const { calls, conditions, flow, meter } = this.sim;
    const replica = calls.replica(call);
    const node = this.nodeOf(call);
    let outcome = OK;
    if (conditions.fails(replica)) outcome = ERROR;
    else if (this.writes(call)) this.replication.committed(node, calls.key(call));
    else this.replication.read(node, replica, calls.key(call));
    this.station.finish(call);
    this.inUse[replica]--;
    meter.left(node, call, outcome, outcome);
    flow.reply(call, outcome, outcome);
    this.admitWaiting(replica);
  }
}
