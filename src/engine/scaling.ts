import { ABSENT, BOOTING, READY } from "./replicas";
import type { Sim } from "./sim";

/** Named conditions of nodes by which an operator sets how many replicas there are; 0 leaves what is configured. */
export const SCALE = "scale";
/** How long a new one boots, and how long one that goes may finish its work [ms]. */
export const SCALE_BOOT_MS = "scale boot";
export const SCALE_GRACE_MS = "scale grace";

/**
 * Nodes whose number of replicas is set by hand. What is there and what is wanted meet as soon as one or the other
 * changes: new ones boot, those too many drain, the last first, as a StatefulSet does it.
 */
export class Scaling {
  /** By node: replicas that its configuration asks for. */
  private readonly usual: Int32Array;
  /** 1 where somebody has set the number by hand, now or before. */
  private readonly isScaled: Uint8Array;
  private readonly bootMs: Float64Array;
  private readonly graceMs: Float64Array;
  private isDue = false;
  private readonly wanted: Float64Array;
  private readonly boots: Float64Array;
  private readonly graces: Float64Array;
  private readonly lookCode: number;

  constructor(private readonly sim: Sim) {
    const { nodes } = sim.plan;
    this.usual = Int32Array.from(nodes, (node) => node.usual);
    this.isScaled = new Uint8Array(nodes.length);
    this.bootMs = new Float64Array(nodes.length);
    this.graceMs = new Float64Array(nodes.length);
    this.wanted = sim.conditions.column("nodes", SCALE);
    this.boots = sim.conditions.column("nodes", SCALE_BOOT_MS);
    this.graces = sim.conditions.column("nodes", SCALE_GRACE_MS);
    this.lookCode = sim.register(() => this.look());
    for (const node of nodes) if (node.usual < node.replicas) sim.replicas.startWith(node.index, node.usual);
    sim.conditions.watch(() => {
      if (this.wanted.some((count, node) => count > 0 || this.isScaled[node] === 1)) this.lookSoon();
    });
    sim.replicas.watch((replica) => {
      const left = sim.replicas.state[replica] === ABSENT;
      if (left && this.isScaled[sim.conditions.nodeOf(replica)] === 1) this.lookSoon();
    });
  }

  /** Starting and stopping processes changes conditions: not while they are being worked out. */
  private lookSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    this.sim.soon(this.lookCode, 0, 0);
  }

  private look(): void {
    this.isDue = false;
    for (const { index } of this.sim.plan.nodes) {
      if (this.wanted[index] > 0) {
        this.isScaled[index] = 1;
        this.bootMs[index] = this.boots[index];
        this.graceMs[index] = this.graces[index];
      } else if (this.isScaled[index] === 0) continue;
      this.resize(index, this.wanted[index] > 0 ? this.wanted[index] : this.usual[index]);
    }
  }

  private resize(node: number, wanted: number): void {
    const { replicas, plan } = this.sim;
    const { replicaBase, replicas: room } = plan.nodes[node];
    const isThere = (replica: number) => replicas.state[replica] !== ABSENT && !replicas.isLeaving(replica);
    let present = 0;
    for (let r = replicaBase; r < replicaBase + room; r++) if (isThere(r)) present++;
    for (let r = replicaBase; r < replicaBase + room && present < wanted; r++) {
      if (replicas.state[r] !== ABSENT) continue;
      replicas.boot(r, this.bootMs[node]);
      present++;
    }
    for (let r = replicaBase + room - 1; r >= replicaBase && present > wanted; r--) {
      if (!isThere(r)) continue;
      if (replicas.state[r] === READY || replicas.state[r] === BOOTING) replicas.drain(r, this.graceMs[node], ABSENT);
      else replicas.kill(r, ABSENT);
      present--;
    }
  }
}
