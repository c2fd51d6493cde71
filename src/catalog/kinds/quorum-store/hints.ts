import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Copies } from "./copies";
import { type Settings, STRICT } from "./settings";
import type { Sides } from "./sides";

/** Writes that a node has missed wait for it, and reach it some time after its return (Cassandra docs, hints). */
export class Hints {
  /** By node of the plan: writes kept. */
  readonly kept: Float64Array;
  private readonly downSinceMs: Float64Array;
  /** By replica: rises when it goes down or comes back, so that a handoff meant for an earlier return is void. */
  private readonly life: Int32Array;
  private readonly diskFull: Float64Array;
  private readonly wasFull: Uint8Array;
  private readonly handOffCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly copies: Copies,
    private readonly settings: Settings,
    private readonly sides: Sides,
  ) {
    const { replicas, nodes: all } = sim.plan;
    this.kept = new Float64Array(all.length);
    this.downSinceMs = new Float64Array(replicas);
    this.life = new Int32Array(replicas);
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.wasFull = new Uint8Array(replicas);
    this.handOffCode = sim.register((replica, life) => {
      // What is kept on the other side of a partition waits until that is over.
      const isParted = sides.isParted[sim.conditions.nodeOf(replica)] === 1;
      if (this.life[replica] === life && !isParted) this.copies.handOff(replica);
    });
    sim.conditions.watch(() => {
      this.watchDisks(nodes);
      for (const node of nodes) if (sides.look(node)) this.cameTogether(node);
    });
  }

  /** A write that the replica has missed. */
  keep(replica: number, cell: number, version: number): void {
    const { conditions, clock } = this.sim;
    const node = conditions.nodeOf(replica);
    if (this.settings.whenDown[node] === STRICT) return;
    let awayMs = this.sides.isParted[node] === 1 ? clock.value - this.sides.sinceMs[node] : 0;
    if (conditions.isDown[replica] === 1) awayMs = clock.value - this.downSinceMs[replica];
    if (awayMs > this.settings.hintWindowMs[node]) return;
    this.kept[node]++;
    this.copies.hint(replica, cell, version);
  }

  wentDown(replica: number): void {
    this.life[replica]++;
    this.downSinceMs[replica] = this.sim.clock.value;
  }

  /** It hears of what it has missed some time from now. */
  cameBack(replica: number): void {
    const { clock, due, conditions } = this.sim;
    const delayMs = this.settings.handoffMs[conditions.nodeOf(replica)];
    this.life[replica]++;
    due.value = clock.value + delayMs;
    if (delayMs > 0) this.sim.post(this.handOffCode, replica, this.life[replica]);
    else this.sim.soon(this.handOffCode, replica, this.life[replica]);
  }

  private cameTogether({ replicaBase, replicas }: PlanNode): void {
    for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
      if (this.sim.conditions.isDown[replica] === 0) this.cameBack(replica);
    }
  }

  private watchDisks(nodes: readonly PlanNode[]): void {
    for (const { replicaBase, replicas } of nodes) {
      for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
        const isFull = this.diskFull[replica] > 0 ? 1 : 0;
        if (isFull < this.wasFull[replica] && this.sim.conditions.isDown[replica] === 0) this.cameBack(replica);
        this.wasFull[replica] = isFull;
      }
    }
  }
}
