import { CallLists } from "./call-lists";
import { type Calls, LOGICAL, NO_CALL, QUEUED, SLOTLESS, STORED, WAITING, WORKING } from "./calls";
import type { Meter } from "./meter";
import { RESET } from "./outcome";
import type { PlanNode } from "./plan";
import type { Sim } from "./sim";

/** What a kind adds to the station: how long work takes, and what follows it. */
export interface StationWork {
  /** Writes the service time of the call at this node into `out[0]` [ms], before any slowdown by faults. */
  serviceMs(node: number, out: Float64Array, call: number): void;
  /** The work is done; the call still holds its slot, in state WAITING. */
  worked(call: number): void;
  /** False for stations that are not what the node's figures are about: a broker's front door. */
  readonly metered?: boolean;
  /** True where somebody asks for `busyArea`. */
  readonly tracksReplicas?: boolean;
}

/**
 * Replicas with slots and a queue each: the multi-server queue under every kind that works. Slots are held from the
 * start of work until `finish` or `freeSlot`.
 */
export class Station {
  private readonly queues: CallLists;
  private readonly busy: Int32Array;
  private readonly slots: Int32Array;
  private readonly limit: Int32Array;
  private readonly lifo: Uint8Array;
  private readonly pausedAtMs: Float64Array;
  /** Ends minus starts of slot use, by replica [slots x ms]; null where nobody asks. */
  private readonly usedMs: Float64Array | null;
  private readonly doneCode: number;
  private readonly metered: boolean;
  private readonly calls: Calls;
  private readonly clock: Float64Array;
  private readonly due: Float64Array;
  private readonly scratch: Float64Array;
  private readonly meter: Meter;
  private readonly isPaused: Uint8Array;
  private readonly nodeOf: Int32Array;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly work: StationWork,
  ) {
    const { replicas } = sim.plan;
    this.calls = sim.calls;
    this.clock = sim.clock;
    this.due = sim.due;
    this.scratch = sim.scratch;
    this.meter = sim.meter;
    this.isPaused = sim.conditions.isPaused;
    this.nodeOf = sim.conditions.nodeOfReplica;
    this.queues = new CallLists(sim.calls, replicas);
    this.busy = new Int32Array(replicas);
    this.slots = new Int32Array(replicas);
    this.limit = new Int32Array(replicas);
    this.lifo = new Uint8Array(replicas);
    this.pausedAtMs = new Float64Array(replicas);
    this.metered = work.metered !== false;
    this.usedMs = work.tracksReplicas === true ? new Float64Array(replicas) : null;
    this.doneCode = sim.register((call, generation) => this.completed(call, generation));
    sim.meter.onCapacity(() => this.updateCapacity());
  }

  /** Sets a replica's slots, queue limit and order; work starts at once where slots were added. */
  configure(replica: number, slots: number, limit: number, lifo: boolean): void {
    this.slots[replica] = slots;
    this.limit[replica] = limit;
    this.lifo[replica] = lifo ? 1 : 0;
    this.startWaiting(replica);
    this.updateCapacity();
  }

  /** Takes the call in (work begins or it waits); false when the queue is full. `bypass` ignores the limit. */
  offer(call: number, replica: number, bypass: boolean): boolean {
    if (this.busy[replica] < this.slots[replica] && this.isPaused[replica] === 0) {
      this.begin(call, replica);
      return true;
    }
    if (!bypass && this.queues.length[replica] >= this.limit[replica]) return false;
    this.calls.setState(call, QUEUED);
    this.queues.append(replica, call);
    if (this.metered) this.meter.changeQueued(this.nodeOf[replica], 1);
    return true;
  }

  /** The caller has taken the call back: it leaves its queue, or its slot in the middle of the work. */
  cancel(call: number): void {
    const { calls } = this;
    const replica = calls.replica(call);
    if (calls.state(call) !== QUEUED) {
      this.finish(call);
      return;
    }
    this.queues.remove(replica, call);
    if (this.metered) this.meter.changeQueued(this.nodeOf[replica], -1);
  }

  /** Integral of a replica's busy slots over the run so far [slots x ms]; only where the work `tracksReplicas`. */
  busyArea(replica: number): number {
    return (this.usedMs?.[replica] ?? 0) + this.busy[replica] * this.clock[0];
  }

  slotsOf(replica: number): number {
    return this.slots[replica];
  }

  /** The call leaves. */
  finish(call: number): void {
    const { calls } = this;
    if (!calls.has(call, SLOTLESS)) this.release(calls.replica(call));
  }

  /** The call stays but lets others work meanwhile. */
  freeSlot(call: number): void {
    const { calls } = this;
    calls.setFlag(call, SLOTLESS);
    this.release(calls.replica(call));
  }

  /** The process dies: everything inside is lost, and its callers see a reset. */
  crashed(replica: number): void {
    const { meter, conditions, calls, flow } = this.sim;
    const node = conditions.nodeOf(replica);
    if (this.metered) {
      meter.changeBusy(node, -this.busy[replica]);
      meter.changeQueued(node, -this.queues.length[replica]);
    }
    if (this.usedMs !== null) this.usedMs[replica] += this.busy[replica] * this.clock[0];
    this.busy[replica] = 0;
    const lose = (call: number) => {
      calls.clearFlag(call, SLOTLESS);
      if (this.metered) meter.left(node, call, RESET, RESET);
      flow.reply(call, RESET, RESET);
    };
    for (let call = this.queues.shift(replica); call !== NO_CALL; call = this.queues.shift(replica)) lose(call);
    this.forResidents(replica, lose);
  }

  paused(replica: number): void {
    this.pausedAtMs[replica] = this.sim.clock[0];
  }

  /** Work goes on where it stopped: every end moves by the length of the pause. */
  resumed(replica: number): void {
    const { calls, clock, due } = this.sim;
    const span = clock[0] - this.pausedAtMs[replica];
    this.forResidents(replica, (call) => {
      if (calls.state(call) !== WORKING) return;
      due[0] = calls.dueMs(call) + span;
      this.postDone(call);
    });
    this.startWaiting(replica);
  }

  /** Crashes and pauses are rare, so that whoever is inside is looked up rather than kept in a list. */
  private forResidents(replica: number, visit: (call: number) => void): void {
    const { calls } = this.sim;
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      const state = calls.state(call);
      if (state !== WORKING && state !== WAITING) continue;
      if (calls.replica(call) === replica && !calls.has(call, LOGICAL | STORED)) visit(call);
    }
  }

  private begin(call: number, replica: number): void {
    const { due, scratch } = this;
    const node = this.nodeOf[replica];
    this.busy[replica]++;
    if (this.usedMs !== null) this.usedMs[replica] -= this.clock[0];
    if (this.metered) this.meter.began(node, call);
    this.work.serviceMs(node, scratch, call);
    due[0] = this.clock[0] + scratch[0] * this.sim.conditions.slowFactor[replica];
    this.postDone(call);
  }

  private postDone(call: number): void {
    const { due } = this;
    const generation = this.calls.startWork(call, due);
    if (due[0] === this.clock[0]) this.sim.soon(this.doneCode, call, generation);
    else this.sim.post(this.doneCode, call, generation);
  }

  private completed(call: number, generation: number): void {
    const { calls } = this;
    if (!calls.endsWork(call, generation, this.clock) || this.isPaused[calls.replica(call)] === 1) return;
    calls.setState(call, WAITING);
    this.work.worked(call);
  }

  private release(replica: number): void {
    this.busy[replica]--;
    if (this.usedMs !== null) this.usedMs[replica] += this.clock[0];
    if (this.metered) this.meter.freed(this.nodeOf[replica]);
    if (this.queues.length[replica] > 0) this.startWaiting(replica);
  }

  private startWaiting(replica: number): void {
    if (this.isPaused[replica] === 1) return;
    while (this.busy[replica] < this.slots[replica] && this.queues.length[replica] > 0) {
      const call = this.lifo[replica] === 1 ? this.queues.tail[replica] : this.queues.head[replica];
      this.queues.remove(replica, call);
      if (this.metered) this.meter.changeQueued(this.nodeOf[replica], -1);
      this.begin(call, replica);
    }
  }

  private updateCapacity(): void {
    const { conditions, meter } = this.sim;
    for (const node of this.nodes) {
      let slots = 0;
      for (let r = node.replicaBase; r < node.replicaBase + node.replicas; r++) {
        if (conditions.isDown[r] === 0) slots += this.slots[r];
      }
      meter.setCapacity(node.index, slots);
    }
  }
}
