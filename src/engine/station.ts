import { CallLists } from "./call-lists";
import { NO_CALL, QUEUED, SLOTLESS, WAITING, WORKING } from "./calls";
import { RESET } from "./outcome";
import type { PlanNode } from "./plan";
import type { Sim } from "./sim";

/** What a kind adds to the station: how long work takes, and what follows it. */
export interface StationWork {
  /** Writes the service time of the call into `out[0]` [ms], before any slowdown by faults. */
  serviceMs(call: number, out: Float64Array): void;
  /** The work is done; the call still holds its slot, in state WAITING. */
  worked(call: number): void;
  /** False for stations that are not what the node's figures are about: a broker's front door. */
  readonly metered?: boolean;
}

/**
 * Replicas with slots and a queue each: the multi-server queue under every kind that works. Slots are held from the
 * start of work until `finish` or `freeSlot`.
 */
export class Station {
  private readonly queues: CallLists;
  private readonly residents: CallLists;
  private readonly busy: Int32Array;
  private readonly slots: Int32Array;
  private readonly limit: Int32Array;
  private readonly lifo: Uint8Array;
  private readonly pausedAtMs: Float64Array;
  private readonly doneCode: number;
  private readonly metered: boolean;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly work: StationWork,
  ) {
    const { replicas } = sim.plan;
    this.queues = new CallLists(sim.calls, replicas);
    this.residents = new CallLists(sim.calls, replicas);
    this.busy = new Int32Array(replicas);
    this.slots = new Int32Array(replicas);
    this.limit = new Int32Array(replicas);
    this.lifo = new Uint8Array(replicas);
    this.pausedAtMs = new Float64Array(replicas);
    this.metered = work.metered !== false;
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
    const { conditions, calls, meter } = this.sim;
    if (this.busy[replica] < this.slots[replica] && conditions.isPaused[replica] === 0) {
      this.begin(call, replica);
      return true;
    }
    if (!bypass && this.queues.length[replica] >= this.limit[replica]) return false;
    calls.state[call] = QUEUED;
    this.queues.append(replica, call);
    if (this.metered) meter.changeQueued(conditions.nodeOf(replica), 1);
    return true;
  }

  /** Takes the call in as waiting for calls of its own, without any work of the station's. */
  admit(call: number, replica: number): void {
    this.sim.calls.state[call] = WAITING;
    this.residents.append(replica, call);
    this.busy[replica]++;
    if (this.metered) this.sim.meter.changeBusy(this.sim.conditions.nodeOf(replica), 1);
  }

  /** The call leaves. */
  finish(call: number): void {
    const { calls } = this.sim;
    const replica = calls.replica[call];
    this.residents.remove(replica, call);
    if ((calls.flags[call] & SLOTLESS) === 0) this.release(replica);
  }

  /** The call stays but lets others work meanwhile. */
  freeSlot(call: number): void {
    const { calls } = this.sim;
    calls.flags[call] |= SLOTLESS;
    this.release(calls.replica[call]);
  }

  /** Calls waiting at a replica. */
  queueLength(replica: number): number {
    return this.queues.length[replica];
  }

  /** The process dies: everything inside is lost, and its callers see a reset. */
  crashed(replica: number): void {
    const { meter, conditions, calls, flow } = this.sim;
    const node = conditions.nodeOf(replica);
    if (this.metered) {
      meter.changeBusy(node, -this.busy[replica]);
      meter.changeQueued(node, -this.queues.length[replica]);
    }
    this.busy[replica] = 0;
    for (const list of [this.queues, this.residents]) {
      for (let call = list.shift(replica); call !== NO_CALL; call = list.shift(replica)) {
        calls.flags[call] &= ~SLOTLESS;
        if (this.metered) meter.left(node, call, RESET, RESET);
        flow.reply(call, RESET, RESET);
      }
    }
  }

  paused(replica: number): void {
    this.pausedAtMs[replica] = this.sim.clock[0];
  }

  /** Work goes on where it stopped: every end moves by the length of the pause. */
  resumed(replica: number): void {
    const { calls, clock, due } = this.sim;
    const span = clock[0] - this.pausedAtMs[replica];
    for (let call = this.residents.head[replica]; call !== NO_CALL; call = calls.next[call]) {
      if (calls.state[call] !== WORKING) continue;
      calls.dueMs[call] += span;
      due[0] = calls.dueMs[call];
      this.sim.post(this.doneCode, call, calls.generation[call]);
    }
    this.startWaiting(replica);
  }

  private begin(call: number, replica: number): void {
    const { calls, clock, due, scratch, conditions, meter } = this.sim;
    const node = conditions.nodeOf(replica);
    this.busy[replica]++;
    if (this.metered) {
      meter.changeBusy(node, 1);
      meter.waited(node, call);
    }
    this.residents.append(replica, call);
    calls.state[call] = WORKING;
    this.work.serviceMs(call, scratch);
    due[0] = clock[0] + scratch[0] * conditions.slowFactor[replica];
    calls.dueMs[call] = due[0];
    this.sim.post(this.doneCode, call, calls.generation[call]);
  }

  private completed(call: number, generation: number): void {
    const { calls, clock, conditions } = this.sim;
    if (calls.generation[call] !== generation || calls.state[call] !== WORKING) return;
    if (calls.dueMs[call] !== clock[0] || conditions.isPaused[calls.replica[call]] === 1) return;
    calls.state[call] = WAITING;
    this.work.worked(call);
  }

  private release(replica: number): void {
    this.busy[replica]--;
    if (this.metered) this.sim.meter.changeBusy(this.sim.conditions.nodeOf(replica), -1);
    this.startWaiting(replica);
  }

  private startWaiting(replica: number): void {
    const { conditions, meter } = this.sim;
    if (conditions.isPaused[replica] === 1) return;
    while (this.busy[replica] < this.slots[replica] && this.queues.length[replica] > 0) {
      const call = this.lifo[replica] === 1 ? this.queues.tail[replica] : this.queues.head[replica];
      this.queues.remove(replica, call);
      if (this.metered) meter.changeQueued(conditions.nodeOf(replica), -1);
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
