import { Cell } from "../base/cell";
import { FinishHeap } from "./finish-heap";
import type { Sim } from "./sim";
import type { WarmUp } from "./warm-up";

/** A heap's live share is at most this: the collector still gets something done. */
const FULLEST = 0.99;

/**
 * Egalitarian processor sharing, exact: the n requests at work in a replica share its cores evenly, and none gets more
 * than one core, so that each proceeds at rate min(1, cores / n), less what a collector of their heap takes. Virtual
 * time is the work that each has been given since the replica was last idle; whoever started at virtual time v with
 * need s is done at v + s, whatever happens in between (Parekh and Gallager 1993, on generalised processor sharing).
 */
export class ProcessorSharing {
  /** Cores that requests share; 0 where each works alone. */
  readonly cores: Float64Array;
  /** Requests in work that fill the heap; 0 where memory costs nothing. */
  private readonly heapRequests: Float64Array;
  /** The collector's work per work while half of the heap is live. */
  private readonly collectorRatio: Float64Array;
  private readonly virtualMs: Float64Array;
  /** Up to when virtual time is worked out [ms]. */
  private readonly untilMs: Float64Array;
  /** Virtual time per time, without the warm-up. */
  private readonly rate: Float64Array;
  private readonly inWork: (FinishHeap | null)[];
  /** Rises with every change of pace, so that a completion that was planned before is void. */
  private readonly pace: Int32Array;
  /** Ends minus starts of the use of cores [cores x ms]. */
  private readonly usedMs: Float64Array;
  private readonly doneCode: number;
  private readonly spare = new Cell();

  constructor(
    private readonly sim: Sim,
    private readonly warmUp: WarmUp,
    private readonly metered: boolean,
    private readonly done: (call: number) => void,
  ) {
    const { replicas } = sim.plan;
    this.cores = new Float64Array(replicas);
    this.heapRequests = new Float64Array(replicas);
    this.collectorRatio = new Float64Array(replicas);
    this.virtualMs = new Float64Array(replicas);
    this.untilMs = new Float64Array(replicas);
    this.rate = new Float64Array(replicas);
    this.inWork = new Array(replicas).fill(null);
    this.usedMs = new Float64Array(replicas);
    this.pace = new Int32Array(replicas);
    this.doneCode = sim.register((replica, pace) => {
      if (this.pace[replica] === pace) this.finishFirst(replica);
    });
    sim.conditions.watch(() => this.conditionsChanged());
  }

  configure(replica: number, cores: number): void {
    if (this.cores[replica] === cores) return;
    const heap = this.heapOf(replica);
    this.advance(replica);
    const before = this.busyCores(replica, heap.size);
    this.cores[replica] = cores;
    this.meter(replica, this.busyCores(replica, heap.size) - before);
    this.plan(replica);
  }

  /** From here on the collector of this heap works on the same cores. */
  collect(replica: number, heapRequests: number, collectorRatio: number): void {
    if (this.heapRequests[replica] === heapRequests && this.collectorRatio[replica] === collectorRatio) return;
    this.advance(replica);
    this.heapRequests[replica] = heapRequests;
    this.collectorRatio[replica] = collectorRatio;
    this.plan(replica);
  }

  /** The call begins to work here; its need is in `scratch.value` [ms of one core]. */
  add(call: number, replica: number): void {
    const { calls, scratch } = this.sim;
    const heap = this.heapOf(replica);
    this.advance(replica);
    if (heap.size === 0) this.virtualMs[replica] = 0;
    scratch.value += this.virtualMs[replica];
    calls.startWork(call, scratch);
    heap.add(call, scratch);
    this.meter(replica, this.busyCores(replica, heap.size) - this.busyCores(replica, heap.size - 1));
    this.plan(replica);
  }

  /** The call goes in the middle of its work. */
  remove(call: number, replica: number): void {
    const heap = this.heapOf(replica);
    this.advance(replica);
    heap.remove(call);
    this.meter(replica, this.busyCores(replica, heap.size) - this.busyCores(replica, heap.size + 1));
    this.plan(replica);
  }

  /** Integral of the busy cores over the run so far [cores x ms]. */
  busyArea(replica: number): number {
    const busy = this.busyCores(replica, this.inWork[replica]?.size ?? 0);
    return this.usedMs[replica] + busy * this.sim.clock.value;
  }

  /** Nobody works here any more. */
  clear(replica: number): void {
    const heap = this.inWork[replica];
    if (heap === null) return;
    this.meter(replica, -this.busyCores(replica, heap.size));
    heap.clear();
    this.pace[replica]++;
  }

  paused(replica: number): void {
    if (this.inWork[replica] === null) return;
    this.advance(replica);
    this.rate[replica] = 0;
    this.pace[replica]++;
  }

  resumed(replica: number): void {
    if (this.inWork[replica] === null) return;
    this.untilMs[replica] = this.sim.clock.value;
    this.plan(replica);
  }

  private finishFirst(replica: number): void {
    const heap = this.heapOf(replica);
    heap.first(this.spare);
    this.virtualMs[replica] = this.spare.value;
    this.untilMs[replica] = this.sim.clock.value;
    const call = heap.take();
    this.meter(replica, this.busyCores(replica, heap.size) - this.busyCores(replica, heap.size + 1));
    this.plan(replica);
    this.done(call);
  }

  /** Brings virtual time up to now. */
  private advance(replica: number): void {
    const { clock } = this.sim;
    if (this.warmUp.isCold[replica] === 1) this.warmUp.done(replica, this.untilMs[replica], this.spare);
    else this.spare.value = clock.value - this.untilMs[replica];
    this.virtualMs[replica] += this.spare.value * this.rate[replica];
    this.untilMs[replica] = clock.value;
  }

  /** Works out the pace from now on, and when the next is done at that pace. */
  private plan(replica: number): void {
    const { clock, conditions, due } = this.sim;
    const { spare } = this;
    const heap = this.heapOf(replica);
    const { size } = heap;
    const pace = ++this.pace[replica];
    if (size === 0 || conditions.isPaused[replica] === 1) {
      this.rate[replica] = 0;
      return;
    }
    const rate = this.rateOf(replica, size);
    this.rate[replica] = rate;
    heap.first(spare);
    spare.value = (spare.value - this.virtualMs[replica]) / rate;
    if (this.warmUp.isCold[replica] === 1) this.warmUp.stretch(replica, spare);
    due.value = clock.value + spare.value;
    if (due.value > clock.value) this.sim.post(this.doneCode, replica, pace);
    else this.sim.soon(this.doneCode, replica, pace);
  }

  /** Work that each of so many gets done per time. */
  private rateOf(replica: number, size: number): number {
    const cores = this.cores[replica];
    const rate = (cores < size ? cores / size : 1) / this.sim.conditions.slowFactor[replica];
    return this.heapRequests[replica] === 0 ? rate : rate / (1 + this.collecting(replica, size));
  }

  /** A tracing collector's work per work: what lives, once for every filling of what is free (Appel 1987). */
  private collecting(replica: number, size: number): number {
    const heap = this.heapRequests[replica];
    const live = Math.min(size, FULLEST * heap);
    return (this.collectorRatio[replica] * live) / (heap - live);
  }

  private conditionsChanged(): void {
    const { isPaused } = this.sim.conditions;
    for (let replica = 0; replica < this.inWork.length; replica++) {
      const heap = this.inWork[replica];
      if (heap === null || heap.size === 0 || isPaused[replica] === 1) continue;
      if (this.rate[replica] === this.rateOf(replica, heap.size)) continue;
      this.advance(replica);
      this.plan(replica);
    }
  }

  private busyCores(replica: number, inWork: number): number {
    const cores = this.cores[replica];
    return inWork < cores ? inWork : cores;
  }

  private meter(replica: number, by: number): void {
    if (by === 0) return;
    this.usedMs[replica] -= by * this.sim.clock.value;
    if (this.metered) this.sim.meter.changeBusy(this.sim.conditions.nodeOfReplica[replica], by);
  }

  private heapOf(replica: number): FinishHeap {
    this.inWork[replica] ??= new FinishHeap();
    return this.inWork[replica];
  }
}
