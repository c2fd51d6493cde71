import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";

/** Keys are folded into this many cells; two keys in one cell can make a fresh read look stale, never the reverse. */
const CELLS = 1 << 16;

/**
 * Asynchronous streaming replication: standbys apply the primary's commits in order, each after its lag (PostgreSQL
 * docs, 27.2.5). A read is stale when its standby has not applied the last commit to its key.
 */
export class Replication {
  readonly staleReads: Float64Array;
  /** Position of the last commit, by node. */
  private readonly position: Float64Array;
  /** Position of the last commit to each cell of keys, by node. */
  private readonly cells: Float64Array[] = [];
  /** By replica. */
  private readonly applied: Float64Array;
  /** When the last commit sent to a standby will be applied [ms]; keeps the order. */
  private readonly horizonMs: Float64Array;
  /** Times of the last commits, by node, in a ring over their positions [ms]. */
  private readonly committedMs: Float64Array[] = [];
  private readonly lag: Sampler[] = [];
  private readonly applyCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const { nodes: all, replicas } = sim.plan;
    this.staleReads = new Float64Array(all.length);
    this.position = new Float64Array(all.length);
    this.applied = new Float64Array(replicas);
    this.horizonMs = new Float64Array(replicas);
    for (const node of nodes) {
      if (node.replicas === 1) continue;
      this.cells[node.index] = new Float64Array(CELLS);
      this.committedMs[node.index] = new Float64Array(CELLS);
    }
    this.applyCode = sim.register((replica, position) => this.apply(replica, position));
  }

  configure(node: PlanNode, lag: Sampler): void {
    this.lag[node.index] = lag;
  }

  /** The primary has committed a write: it goes out to every standby. */
  committed(node: number, key: number): void {
    const { clock, due, scratch, plan } = this.sim;
    const { replicaBase, replicas } = plan.nodes[node];
    const position = ++this.position[node];
    if (replicas === 1) return;
    this.cells[node][key & (CELLS - 1)] = position;
    this.committedMs[node][position & (CELLS - 1)] = clock[0];
    for (let standby = replicaBase + 1; standby < replicaBase + replicas; standby++) {
      this.lag[node](scratch);
      const at = clock[0] + scratch[0];
      if (at > this.horizonMs[standby]) this.horizonMs[standby] = at;
      if (this.horizonMs[standby] <= clock[0]) {
        this.apply(standby, position);
        continue;
      }
      due[0] = this.horizonMs[standby];
      this.sim.post(this.applyCode, standby, position | 0);
    }
  }

  /** Counts the read if it misses a commit. */
  read(node: number, replica: number, key: number): void {
    if (replica === this.sim.plan.nodes[node].replicaBase) return;
    if (this.cells[node][key & (CELLS - 1)] > this.applied[replica]) this.staleReads[node]++;
  }

  /** A standby is back: it applies what it missed, and what is on its way follows in order. */
  catchUp(replica: number): void {
    const node = this.sim.conditions.nodeOf(replica);
    if (this.sim.clock[0] < this.horizonMs[replica]) return;
    this.applied[replica] = this.position[node];
  }

  /** Age of the oldest commit that some standby has yet to apply [ms]; 0 when all are level. */
  lagMs(node: number): number {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    let lag = 0;
    for (let standby = replicaBase + 1; standby < replicaBase + replicas; standby++) {
      const behind = this.position[node] - this.applied[standby];
      if (behind === 0) continue;
      // Further back than the ring remembers, the oldest commit it knows stands in.
      const oldest = this.position[node] - Math.min(behind, CELLS) + 1;
      lag = Math.max(lag, this.sim.clock[0] - this.committedMs[node][oldest & (CELLS - 1)]);
    }
    return lag;
  }

  private apply(replica: number, position: number): void {
    const { conditions } = this.sim;
    if (conditions.isDown[replica] === 1 || conditions.isPaused[replica] === 1) return;
    if (position > this.applied[replica]) this.applied[replica] = position;
  }
}
