import type { PlanNode } from "./plan";
import type { ProcessorSharing } from "./processor-sharing";
import type { Sim } from "./sim";

/** Slots without end: a pure delay. They count as no capacity. */
export const UNBOUNDED = 2 ** 31 - 1;
/** What a neighbour leaves of shared cores at the least. */
const LEAST_CORES_RATIO = 0.01;

/** How much a station's replicas can do at once: what is configured, less what a busy neighbour takes (CPU stress). */
export class StationCapacity {
  /** Slots by replica, as they are at present. */
  readonly slots: Int32Array;
  /** 1 where requests share cores. */
  readonly shares: Uint8Array;
  private readonly ownSlots: Int32Array;
  private readonly ownCores: Float64Array;
  private readonly stress: Float64Array;

  /** @param changed is told of each replica whose slots a neighbour has taken or given back. */
  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly sharing: ProcessorSharing,
    private readonly changed: (replica: number) => void,
  ) {
    const { replicas } = sim.plan;
    this.slots = new Int32Array(replicas);
    this.shares = new Uint8Array(replicas);
    this.ownSlots = new Int32Array(replicas);
    this.ownCores = new Float64Array(replicas);
    this.stress = sim.conditions.column("replicas", "cpu-stress");
    sim.conditions.watch(() => this.restress());
    sim.meter.onCapacity(() => this.tell());
  }

  setSlots(replica: number, slots: number): void {
    this.ownSlots[replica] = slots;
    this.slots[replica] = this.usable(replica);
  }

  /** Requests in work share so many cores; set before any comes, and above 0 from then on. */
  share(replica: number, cores: number): void {
    this.shares[replica] = 1;
    this.ownCores[replica] = cores;
    this.sharing.configure(replica, this.usableCores(replica));
  }

  /** A replica's slots, or the cores that they share. */
  of(replica: number): number {
    return this.shares[replica] === 1 ? this.sharing.cores[replica] : this.slots[replica];
  }

  /** Tells the meter what a node has up. */
  tellOf(node: PlanNode): void {
    const { conditions, meter } = this.sim;
    let capacity = 0;
    for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
      if (conditions.isDown[r] === 0 && this.slots[r] !== UNBOUNDED) capacity += this.of(r);
    }
    meter.setCapacity(node.index, capacity);
  }

  private tell(): void {
    for (const node of this.nodes) this.tellOf(node);
  }

  private usable(replica: number): number {
    const own = this.ownSlots[replica];
    // An infinite server has more than any neighbour takes.
    if (own === 0 || own === UNBOUNDED || this.shares[replica] === 1) return own;
    return Math.max(1, Math.floor(own * Math.max(0, 1 - this.stress[replica])));
  }

  /** Of shared cores a neighbour takes cores, not places. */
  private usableCores(replica: number): number {
    return this.ownCores[replica] * Math.max(LEAST_CORES_RATIO, 1 - this.stress[replica]);
  }

  private restress(): void {
    for (let replica = 0; replica < this.slots.length; replica++) {
      if (this.shares[replica] === 1) this.sharing.configure(replica, this.usableCores(replica));
      const usable = this.usable(replica);
      if (usable === this.slots[replica]) continue;
      this.slots[replica] = usable;
      this.changed(replica);
    }
    this.tell();
  }
}
