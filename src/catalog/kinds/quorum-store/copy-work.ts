import type { Cell } from "../../../base/cell";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { FIRST_FIELD, NONE, Records } from "./records";

/** Fields of an operation on one copy. */
export const REQUEST = FIRST_FIELD;
export const REPLICA = FIRST_FIELD + 1;
export const CELL = FIRST_FIELD + 2;
export const VERSION = FIRST_FIELD + 3;
export const IS_WRITE = FIRST_FIELD + 4;
/** The node that a stand-in stands in for, or NONE. */
export const HOME = FIRST_FIELD + 5;
export const STATE = FIRST_FIELD + 6;
/** The next in its queue; in its request once it has been answered. */
export const NEXT = FIRST_FIELD + 7;
const WORDS = FIRST_FIELD + 8;

const TRAVELLING = 0;
const QUEUED = 1;
const WORKING = 2;
const RETURNING = 3;
/** An answer that waits for a paused node to go on. */
export const HELD = 4;

/** What becomes of operations. */
interface Outcomes {
  /** Writes the work's time into `out.value` [ms]. */
  serviceMs(operation: number, out: Cell): void;
  /** The work on a copy is done. */
  done(operation: number): void;
  /** The operation will never be done: its node is down. */
  lost(operation: number): void;
}

/** Operations at the nodes that hold the copies: slots and a queue for each. */
export class CopyWork {
  readonly operations = new Records(WORDS);
  readonly waiting: Int32Array;
  private readonly head: Int32Array;
  private readonly tail: Int32Array;
  private readonly busy: Int32Array;
  private readonly slots: Int32Array;
  private readonly pausedAtMs: Float64Array;
  /** By operation: when its work ends [ms]. */
  private dueMs = new Float64Array(64);
  private readonly doneCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly outcomes: Outcomes,
  ) {
    const { replicas } = sim.plan;
    this.waiting = new Int32Array(replicas);
    this.head = new Int32Array(replicas).fill(NONE);
    this.tail = new Int32Array(replicas).fill(NONE);
    this.busy = new Int32Array(replicas);
    this.slots = new Int32Array(replicas);
    this.pausedAtMs = new Float64Array(replicas);
    this.doneCode = sim.register((operation, generation) => this.completed(operation, generation));
    sim.meter.onCapacity(() => this.updateCapacity());
  }

  configure(replica: number, slots: number): void {
    this.slots[replica] = slots;
    this.startWaiting(replica);
    this.updateCapacity();
  }

  /** An operation on its way. */
  create(request: number, replica: number, cell: number, version: number, isWrite: number, home: number): number {
    const { operations } = this;
    const operation = operations.allocate();
    if (operation >= this.dueMs.length) {
      const longer = new Float64Array(operations.count);
      longer.set(this.dueMs);
      this.dueMs = longer;
    }
    operations.set(operation, REQUEST, request);
    operations.set(operation, REPLICA, replica);
    operations.set(operation, CELL, cell);
    operations.set(operation, VERSION, version);
    operations.set(operation, IS_WRITE, isWrite);
    operations.set(operation, HOME, home);
    operations.set(operation, STATE, TRAVELLING);
    operations.set(operation, NEXT, NONE);
    return operation;
  }

  /** The operation has reached its node. */
  arrive(operation: number): void {
    const { operations } = this;
    const replica = operations.get(operation, REPLICA);
    const { isDown, isPaused } = this.sim.conditions;
    if (isDown[replica] === 1) {
      this.outcomes.lost(operation);
    } else if (this.busy[replica] < this.slots[replica] && isPaused[replica] === 0) {
      this.begin(operation, replica);
    } else {
      operations.set(operation, STATE, QUEUED);
      operations.set(operation, NEXT, NONE);
      if (this.tail[replica] === NONE) this.head[replica] = operation;
      else operations.set(this.tail[replica], NEXT, operation);
      this.tail[replica] = operation;
      this.waiting[replica]++;
    }
  }

  /** The process dies, and with it all that waits or is in work. */
  crashed(replica: number): void {
    const { operations } = this;
    this.sim.meter.changeBusy(this.sim.conditions.nodeOf(replica), -this.busy[replica]);
    this.busy[replica] = 0;
    this.head[replica] = NONE;
    this.tail[replica] = NONE;
    this.waiting[replica] = 0;
    for (let operation = 0; operation < operations.count; operation++) {
      if (!this.isAt(operation, replica, QUEUED) && !this.isAt(operation, replica, WORKING)) continue;
      operations.set(operation, STATE, TRAVELLING);
      this.outcomes.lost(operation);
    }
  }

  paused(replica: number): void {
    this.pausedAtMs[replica] = this.sim.clock.value;
  }

  /** Work goes on where it stopped. */
  resumed(replica: number): void {
    const { operations } = this;
    const span = this.sim.clock.value - this.pausedAtMs[replica];
    for (let operation = 0; operation < operations.count; operation++) {
      if (!this.isAt(operation, replica, WORKING)) continue;
      this.dueMs[operation] += span;
      this.postDone(operation);
    }
    this.startWaiting(replica);
  }

  /** Whether the record is an operation in this state at this node; those that are free travel nowhere. */
  private isAt(operation: number, replica: number, state: number): boolean {
    const { operations } = this;
    return operations.get(operation, STATE) === state && operations.get(operation, REPLICA) === replica;
  }

  private begin(operation: number, replica: number): void {
    const { sim, operations } = this;
    const { conditions, scratch, clock } = sim;
    this.busy[replica]++;
    sim.meter.changeBusy(conditions.nodeOf(replica), 1);
    operations.set(operation, STATE, WORKING);
    this.outcomes.serviceMs(operation, scratch);
    this.dueMs[operation] = clock.value + scratch.value * conditions.slowFactor[replica];
    this.postDone(operation);
  }

  private postDone(operation: number): void {
    const { sim } = this;
    const generation = this.operations.generation(operation);
    sim.due.value = this.dueMs[operation];
    if (sim.due.value === sim.clock.value) sim.soon(this.doneCode, operation, generation);
    else sim.post(this.doneCode, operation, generation);
  }

  private completed(operation: number, generation: number): void {
    const { operations, sim } = this;
    if (operations.generation(operation) !== generation || operations.get(operation, STATE) !== WORKING) return;
    const replica = operations.get(operation, REPLICA);
    // An end that a pause has put off.
    if (this.dueMs[operation] !== sim.clock.value || sim.conditions.isPaused[replica] === 1) return;
    operations.set(operation, STATE, RETURNING);
    this.busy[replica]--;
    sim.meter.changeBusy(sim.conditions.nodeOf(replica), -1);
    this.outcomes.done(operation);
    if (this.head[replica] !== NONE) this.startWaiting(replica);
  }

  private startWaiting(replica: number): void {
    const { operations } = this;
    if (this.sim.conditions.isPaused[replica] === 1) return;
    while (this.busy[replica] < this.slots[replica] && this.head[replica] !== NONE) {
      const operation = this.head[replica];
      this.head[replica] = operations.get(operation, NEXT);
      if (this.head[replica] === NONE) this.tail[replica] = NONE;
      operations.set(operation, NEXT, NONE);
      this.waiting[replica]--;
      this.begin(operation, replica);
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
