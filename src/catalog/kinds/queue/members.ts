import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import type { QueueConfig } from "./definition";

/** Nobody leads. */
export const NOBODY = -1;

/**
 * The members of replicated queues: who leads, whether more than half are there, and how long a message takes to reach
 * that many. A classic queue is one member that always leads.
 */
export class Members {
  /** Replica that leads or led last, by node. */
  readonly leader: Int32Array;
  private readonly electing: Uint8Array;
  /** Rises when a pending election is called off. */
  private readonly term: Int32Array;
  private readonly electionMs: Float64Array;
  private readonly replication: (Sampler | undefined)[] = [];
  /** When the last message will be committed, by node [ms]: the order of the leader's log. */
  private readonly horizonMs: Float64Array;
  /** By member: parted from those that are not, as far as it is above 0. */
  private readonly isolated: Float64Array;
  private readonly took = new Float64Array(16);
  private readonly electCode: number;

  /** `opened` hears of each queue that can go on after it could not. */
  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly opened: (node: number) => void,
  ) {
    const all = sim.plan.nodes.length;
    this.leader = new Int32Array(all).fill(NOBODY);
    this.electing = new Uint8Array(all);
    this.term = new Int32Array(all);
    this.electionMs = new Float64Array(all);
    this.horizonMs = new Float64Array(all);
    this.isolated = sim.conditions.column("replicas", "isolated");
    for (const { index, replicaBase } of nodes) this.leader[index] = replicaBase;
    this.electCode = sim.register((node, term) => this.elect(node, term));
  }

  configure(node: PlanNode): void {
    const { storage } = node.config as QueueConfig;
    if (storage.type !== "quorum") return;
    const { replicationTime } = storage;
    this.electionMs[node.index] = storage.electionMs;
    this.replication[node.index] = distributionOf(replicationTime).sampler(replicationTime, this.sim.stream(`node:${node.id}:replication`));
  }

  /** Whether messages can be confirmed and delivered. */
  open(node: number): boolean {
    const leader = this.leader[node];
    return this.electing[node] === 0 && this.reachable(leader) && this.hasMajority(node);
  }

  /** The member that clients connect to: the leader, else any that is up; -1 when none is. */
  entry(node: number): number {
    const { isDown } = this.sim.conditions;
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    if (isDown[this.leader[node]] === 0) return this.leader[node];
    for (let r = replicaBase; r < replicaBase + replicas; r++) if (isDown[r] === 0) return r;
    return NOBODY;
  }

  /** Members came or went: an election begins where the leader is gone and others could take over. */
  changed(node: number): void {
    const { clock, due, plan } = this.sim;
    const { replicas } = plan.nodes[node];
    if (replicas === 1) return;
    if (this.electing[node] === 1) {
      if (!this.hasMajority(node)) this.callOff(node);
      return;
    }
    if (this.reachable(this.leader[node]) || !this.hasMajority(node)) return;
    this.electing[node] = 1;
    due.value = clock.value + this.electionMs[node];
    this.sim.post(this.electCode, node, this.term[node]);
  }

  /** A leader that is told to stop lets another member lead at once, without an election; that one, or NOBODY. */
  handOver(replica: number): number {
    const { conditions, plan, replicas: life } = this.sim;
    const node = conditions.nodeOf(replica);
    if (this.leader[node] !== replica || !this.open(node)) return NOBODY;
    const { replicaBase, replicas } = plan.nodes[node];
    for (let step = 1; step < replicas; step++) {
      const candidate = replicaBase + ((replica - replicaBase + step) % replicas);
      if (!this.reachable(candidate) || life.listed[candidate] === 0) continue;
      this.leader[node] = candidate;
      return candidate;
    }
    return NOBODY;
  }

  /** Writes into `due.value` when more than half of the members will have a message that the leader writes now [ms]. */
  commitAt(node: number): void {
    const { clock, due, scratch, plan } = this.sim;
    const { replicaBase, replicas } = plan.nodes[node];
    const sampler = this.replication[node] as Sampler;
    let followers = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      if (r === this.leader[node]) continue;
      sampler(scratch);
      if (!this.reachable(r)) continue;
      // Kept sorted: the fastest first.
      let at = followers++;
      while (at > 0 && this.took[at - 1] > scratch.value) {
        this.took[at] = this.took[at - 1];
        at--;
      }
      this.took[at] = scratch.value;
    }
    // Of a majority of floor(N/2) + 1 the leader is one.
    const needed = replicas >> 1;
    const at = clock.value + this.took[needed - 1];
    if (at > this.horizonMs[node]) this.horizonMs[node] = at;
    due.value = this.horizonMs[node];
  }

  private elect(node: number, term: number): void {
    if (this.electing[node] === 0 || this.term[node] !== term) return;
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    this.electing[node] = 0;
    this.term[node]++;
    const last = this.leader[node] - replicaBase;
    for (let step = 1; step <= replicas; step++) {
      const candidate = replicaBase + ((last + step) % replicas);
      if (!this.reachable(candidate)) continue;
      this.leader[node] = candidate;
      break;
    }
    this.opened(node);
  }

  private callOff(node: number): void {
    this.electing[node] = 0;
    this.term[node]++;
  }

  private hasMajority(node: number): boolean {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    if (replicas === 1) return true;
    let up = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) if (this.reachable(r)) up++;
    return 2 * up > replicas;
  }

  /** It runs, and is on the side of a partition that has more than half of the members. */
  reachable(replica: number): boolean {
    const { conditions, plan } = this.sim;
    if (conditions.isDown[replica] === 1 || conditions.isPaused[replica] === 1) return false;
    const { replicaBase, replicas } = plan.nodes[conditions.nodeOf(replica)];
    const side = this.isolated[replica] > 0;
    let beside = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) if (this.isolated[r] > 0 === side) beside++;
    return 2 * beside > replicas;
  }
}
