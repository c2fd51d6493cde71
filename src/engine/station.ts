import type { Cell } from "../base/cell";
import type { Draws } from "../base/draws";
import type { EventQueue } from "../base/events/event-queue";
import { BACKGROUND, type Calls, LOGICAL, MESSAGE, NO_CALL, QUEUED, SLOTLESS, STORED, WAITING, WORKING } from "./calls";
import type { Meter } from "./meter";
import { REJECTED, RESET } from "./outcome";
import type { PlanNode } from "./plan";
import { ProcessorSharing } from "./processor-sharing";
import { type GuardSettings, QueueGuard } from "./queue-guard";
import type { Sim } from "./sim";
import type { Soon } from "./soon";
import { StationCapacity } from "./station-capacity";
import { FIFO, LIFO, WaitingLines } from "./waiting-lines";
import { WarmUp } from "./warm-up";

/** What a kind adds to the station: how long work takes, and what follows it. */
export interface StationWork {
  /** Writes how long the call works next at this node into `out.value` [ms], before any slowdown. */
  serviceMs(node: number, out: Cell, call: number): void;
  /** By node, draws of the service time [ms] where nothing else decides it: `serviceMs` is not asked there. */
  readonly draws?: readonly (Draws | null)[];
  /** The work is done; the call still holds its slot, in state WAITING. */
  worked(call: number): void;
  /** False for stations that are not what the node's figures are about: a broker's front door. */
  readonly metered?: boolean;
  /** True where somebody asks for `busyArea`. */
  readonly tracksReplicas?: boolean;
  /** True where bodies are passed on unread. */
  readonly relays?: boolean;
}

/**
 * Replicas with slots and a queue each: the multi-server queue under every kind that works. Slots are held from the
 * start of work until `finish` or `freeSlot`.
 */
export class Station {
  private readonly queues: WaitingLines;
  private readonly sharing: ProcessorSharing;
  private readonly warmUp: WarmUp;
  private readonly guard: QueueGuard;
  private readonly busy: Int32Array;
  private readonly capacity: StationCapacity;
  private readonly slots: Int32Array;
  private readonly limit: Int32Array;
  /** 1 where requests share cores, and where a guard watches the queue. */
  private readonly shares: Uint8Array;
  private readonly guarded: Uint8Array;
  private readonly isCold: Uint8Array;
  /** 1 where work is a drawn time in a slot and nothing more. */
  private readonly isPlain: Uint8Array;
  private readonly slowFactor: Float64Array;
  private readonly pausedAtMs: Float64Array;
  /** Ends minus starts of slot use, by replica [slots x ms]; null where nobody asks. */
  private readonly usedMs: Float64Array | null;
  private readonly doneCode: number;
  private readonly metered: boolean;
  private readonly queue: EventQueue;
  private readonly following: Soon;
  private readonly calls: Calls;
  private readonly clock: Cell;
  private readonly due: Cell;
  private readonly scratch: Cell;
  private readonly meter: Meter;
  private readonly isPaused: Uint8Array;
  private readonly coding: { readonly isNeeded: boolean };
  private readonly nodeOf: Int32Array;
  private readonly draws: readonly (Draws | null)[];
  private readonly worked: StationWork["worked"];

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly work: StationWork,
  ) {
    const { replicas } = sim.plan;
    this.queue = sim.queue;
    this.following = sim.following;
    this.calls = sim.calls;
    this.clock = sim.clock;
    this.due = sim.due;
    this.scratch = sim.scratch;
    this.meter = sim.meter;
    this.isPaused = sim.conditions.isPaused;
    this.coding = sim.network.coding;
    this.nodeOf = sim.conditions.nodeOfReplica;
    this.metered = work.metered !== false;
    this.queues = new WaitingLines(sim.calls, sim.plan);
    this.warmUp = new WarmUp(sim);
    this.isCold = this.warmUp.isCold;
    this.sharing = new ProcessorSharing(sim, this.warmUp, this.metered, (call) => this.done(call));
    this.capacity = new StationCapacity(sim, nodes, this.sharing, (replica) => this.startWaiting(replica));
    this.shares = this.capacity.shares;
    this.slots = this.capacity.slots;
    this.guard = new QueueGuard(sim, (call) => this.expired(call));
    this.guarded = this.guard.acts;
    this.busy = new Int32Array(replicas);
    this.limit = new Int32Array(replicas);
    this.isPlain = new Uint8Array(replicas);
    this.slowFactor = sim.conditions.slowFactor;
    this.draws = work.draws ?? [];
    this.worked = work.worked;
    this.pausedAtMs = new Float64Array(replicas);
    this.usedMs = work.tracksReplicas === true ? new Float64Array(replicas) : null;
    this.doneCode = sim.register((call, generation) => this.completed(call, generation));
  }

  /** Sets a replica's slots and queue limit; work starts at once where slots were added. */
  configure(replica: number, slots: number, limit: number, lifo: boolean): void {
    this.setOrder(replica, lifo ? LIFO : FIFO, 0);
    this.resize(replica, slots, limit);
  }

  /** The same, whatever the order. */
  resize(replica: number, slots: number, limit: number): void {
    this.capacity.setSlots(replica, slots);
    this.limit[replica] = limit;
    this.isPlain[replica] = this.hasExtras(replica) ? 0 : 1;
    this.startWaiting(replica);
    this.capacity.tellOf(this.sim.plan.nodes[this.nodeOf[replica]]);
  }

  private hasExtras(replica: number): boolean {
    const drawn = this.draws[this.nodeOf[replica]] ?? null;
    if (drawn === null || !this.metered || this.usedMs !== null) return true;
    return this.shares[replica] === 1 || this.guarded[replica] === 1 || this.warmUp.acts(replica);
  }

  /** The order in which a replica serves those who wait: FIFO to PRIORITY of `waiting-lines.ts`. */
  setOrder(replica: number, order: number, threshold: number): void {
    this.queues.configure(replica, order, threshold);
  }

  /** Requests in work share so many cores; set before any comes, and above 0 from then on. */
  share(replica: number, cores: number): void {
    this.capacity.share(replica, cores);
  }

  /** Where cores are shared: requests in work that fill the heap, and the collector's work per work at half of that. */
  collect(replica: number, heapRequests: number, collectorRatio: number): void {
    this.sharing.collect(replica, heapRequests, collectorRatio);
  }

  /** After a start the replica's speed climbs from `coldRatio` to 1 within `spanMs`. */
  setWarmUp(replica: number, spanMs: number, coldRatio: number): void {
    this.warmUp.configure(replica, spanMs, coldRatio);
  }

  protect(replica: number, settings: GuardSettings): void {
    this.guard.configure(replica, settings);
  }

  /** How many the guard has turned away: SHED, TIMED_OUT or DELAYED of `queue-guard.ts`. */
  turnedAway(node: number, what: number): number {
    return this.guard.count(node, what);
  }

  /** Takes the call in (work begins or it waits); false when the queue is full. `bypass` ignores the limit. */
  offer(call: number, replica: number, bypass: boolean): boolean {
    if (this.guarded[replica] === 1 && !bypass) {
      if (!this.guard.admits(call, replica, this.busy[replica] + this.queues.length[replica])) return false;
    }
    if (this.busy[replica] < this.slots[replica] && this.isPaused[replica] === 0) {
      this.begin(call, replica);
      return true;
    }
    if (!bypass && this.queues.length[replica] >= this.limit[replica]) return false;
    this.wait(call, replica);
    if (this.guarded[replica] === 1 && !bypass) this.guard.joined(call, replica, this.queues.length[replica] - 1);
    return true;
  }

  /** The caller has taken the call back: it leaves its queue, or its slot in the middle of the work. */
  cancel(call: number): void {
    const { calls } = this;
    const replica = calls.replica(call);
    if (calls.state(call) === QUEUED) {
      this.leaveQueue(call, replica);
      return;
    }
    if (this.shares[replica] === 1 && calls.state(call) === WORKING) this.sharing.remove(call, replica);
    this.finish(call);
  }

  /** Integral of a replica's busy slots or cores over the run so far [units x ms]; only where the work `tracksReplicas`. */
  busyArea(replica: number): number {
    if (this.shares[replica] === 1) return this.sharing.busyArea(replica);
    return (this.usedMs?.[replica] ?? 0) + this.busy[replica] * this.clock.value;
  }

  /** Its slots, or the cores that they share. */
  capacityOf(replica: number): number {
    return this.capacity.of(replica);
  }

  /** The call works once more: in the slot that it holds, or in the next one that is free. */
  again(call: number): void {
    const replica = this.calls.replica(call);
    if (!this.calls.has(call, SLOTLESS)) this.run(call, replica);
    else if (this.busy[replica] < this.slots[replica] && this.isPaused[replica] === 0) this.retake(call, replica);
    else this.wait(call, replica);
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
    const { meter, conditions } = this.sim;
    const node = conditions.nodeOf(replica);
    if (this.shares[replica] === 1) this.sharing.clear(replica);
    else if (this.metered === true) meter.changeBusy(node, -this.busy[replica]);
    if (this.usedMs !== null) this.usedMs[replica] += this.busy[replica] * this.clock.value;
    if (this.metered === true) meter.changeQueued(node, -this.queues.length[replica]);
    this.busy[replica] = 0;
    for (let call = this.queues.shift(replica); call !== NO_CALL; call = this.queues.shift(replica)) this.lose(call);
    this.forResidents(replica, (call) => this.lose(call));
  }

  /** The process is back. */
  restarted(replica: number): void {
    this.warmUp.started(replica);
  }

  paused(replica: number): void {
    this.pausedAtMs[replica] = this.sim.clock.value;
    this.sharing.paused(replica);
  }

  /** Work goes on where it stopped: every end moves by the length of the pause. */
  resumed(replica: number): void {
    const { calls, clock, due } = this.sim;
    const span = clock.value - this.pausedAtMs[replica];
    this.warmUp.stoodStill(replica, span);
    if (this.shares[replica] === 1) {
      this.sharing.resumed(replica);
    } else {
      this.forResidents(replica, (call) => {
        if (calls.state(call) !== WORKING) return;
        due.value = calls.dueMs(call) + span;
        this.postDone(call);
      });
    }
    if (this.guarded[replica] === 1) this.rejectOverdue(replica);
    this.startWaiting(replica);
  }

  private rejectOverdue(replica: number): void {
    for (let call = this.queues.front(replica); call !== NO_CALL; ) {
      const next = this.calls.next(call);
      if (this.guard.ranOut(call, replica)) this.expired(call);
      call = next;
    }
  }

  private lose(call: number): void {
    const { calls, conditions, flow, meter } = this.sim;
    calls.clearFlag(call, SLOTLESS);
    if (this.metered === true) meter.left(conditions.nodeOf(calls.replica(call)), call, RESET, RESET);
    if (calls.isDetached(call)) flow.forget(call);
    else flow.reply(call, RESET, RESET);
  }

  /** Crashes and pauses are rare, so that whoever is inside is looked up rather than kept in a list. */
  private forResidents(replica: number, visit: (call: number) => void): void {
    const { calls } = this.sim;
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      const state = calls.state(call);
      if (state !== WORKING && state !== WAITING) continue;
      if (calls.replica(call) === replica && !calls.has(call, LOGICAL | STORED | BACKGROUND)) visit(call);
    }
  }

  private wait(call: number, replica: number): void {
    this.calls.setState(call, QUEUED);
    this.queues.add(replica, call);
    if (this.metered === true) this.meter.changeQueued(this.nodeOf[replica], 1);
  }

  private begin(call: number, replica: number): void {
    if (this.isPlain[replica] === 1 && !this.coding.isNeeded) {
      this.beginPlain(call, replica);
      return;
    }
    const node = this.nodeOf[replica];
    this.busy[replica]++;
    if (this.usedMs !== null) this.usedMs[replica] -= this.clock.value;
    if (this.metered === true) {
      if (this.shares[replica] === 0) this.meter.began(node, call);
      else this.meter.waited(node, call);
    }
    this.run(call, replica);
  }

  /** The same in one piece, where there is nothing to ask. */
  private beginPlain(call: number, replica: number): void {
    const node = this.nodeOf[replica];
    this.busy[replica]++;
    this.meter.began(node, call);
    (this.draws[node] as Draws).into(this.due);
    this.due.value = this.clock.value + this.due.value * this.slowFactor[replica];
    this.postDone(call);
  }

  /** A call that gave its slot back has one again. */
  private retake(call: number, replica: number): void {
    this.calls.clearFlag(call, SLOTLESS);
    this.busy[replica]++;
    if (this.usedMs !== null) this.usedMs[replica] -= this.clock.value;
    if (this.metered === true && this.shares[replica] === 0) this.meter.changeBusy(this.nodeOf[replica], 1);
    this.run(call, replica);
  }

  private run(call: number, replica: number): void {
    const { due, scratch } = this;
    this.work.serviceMs(this.nodeOf[replica], scratch, call);
    if (this.coding.isNeeded && this.work.relays !== true) this.sim.network.addCoding(call);
    if (this.shares[replica] === 1) {
      this.sharing.add(call, replica);
      return;
    }
    if (this.isCold[replica] === 1) this.warmUp.stretch(replica, scratch);
    due.value = this.clock.value + scratch.value * this.slowFactor[replica];
    this.postDone(call);
  }

  private postDone(call: number): void {
    const generation = this.calls.startWork(call, this.due);
    if (this.due.value === this.clock.value) this.following.add(this.doneCode, call, generation);
    else this.queue.push(this.doneCode, call, generation);
  }

  private completed(call: number, generation: number): void {
    const { calls } = this;
    if (!calls.endsWork(call, generation, this.clock) || this.isPaused[calls.replica(call)] === 1) return;
    this.done(call);
  }

  private done(call: number): void {
    this.calls.setState(call, WAITING);
    this.worked.call(this.work, call);
  }

  private release(replica: number): void {
    this.busy[replica]--;
    if (this.usedMs !== null) this.usedMs[replica] += this.clock.value;
    if (this.metered === true && this.shares[replica] === 0) this.meter.freed(this.nodeOf[replica]);
    if (this.queues.length[replica] > 0) this.startWaiting(replica);
  }

  private startWaiting(replica: number): void {
    if (this.isPaused[replica] === 1) return;
    while (this.busy[replica] < this.slots[replica] && this.queues.length[replica] > 0) {
      const call = this.queues.next(replica);
      this.leaveQueue(call, replica);
      if (this.calls.has(call, SLOTLESS)) this.retake(call, replica);
      else if (this.guarded[replica] === 1 && this.turnsAway(call, replica)) this.refuse(call);
      else this.begin(call, replica);
    }
  }

  /** A broker's deliveries are in its prefetch, not at the door. */
  private turnsAway(call: number, replica: number): boolean {
    return !this.calls.has(call, MESSAGE) && this.guard.drops(call, replica, this.queues.length[replica]);
  }

  private leaveQueue(call: number, replica: number): void {
    this.queues.remove(replica, call);
    if (this.metered === true) this.meter.changeQueued(this.nodeOf[replica], -1);
  }

  /** It has waited too long. */
  private expired(call: number): void {
    this.leaveQueue(call, this.calls.replica(call));
    this.refuse(call);
  }

  private refuse(call: number): void {
    if (this.metered === true) this.meter.left(this.nodeOf[this.calls.replica(call)], call, REJECTED, REJECTED);
    this.sim.flow.reply(call, REJECTED, REJECTED);
  }
}
