import { WAITING } from "../../../engine/calls";
import { ERROR, OK, RESET, TIMEOUT, UNAVAILABLE } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Copies } from "./copies";
import { CELL, CopyWork, HELD, HOME, IS_WRITE, NEXT, REPLICA, REQUEST, STATE, VERSION } from "./copy-work";
import type { Hints } from "./hints";
import { FIRST_FIELD, NONE, Records } from "./records";
import type { Settings } from "./settings";
import type { Sides } from "./sides";
import type { Targets } from "./targets";

/** Fields of a request, as the node that takes it keeps it. */
const CALL = FIRST_FIELD;
const KEEPER = FIRST_FIELD + 1;
const KEY_CELL = FIRST_FIELD + 2;
const WRITES = FIRST_FIELD + 3;
/** The version written, or the newest read so far. */
const NEWEST = FIRST_FIELD + 4;
const NEEDED = FIRST_FIELD + 5;
const ANSWERS = FIRST_FIELD + 6;
/** Operations that are still to be heard of. */
const PENDING = FIRST_FIELD + 7;
/** What a read must not be older than. */
const SAFE = FIRST_FIELD + 8;
/** Operations that have answered a read. */
const ANSWERED = FIRST_FIELD + 9;
/** Its timeout came while its keeper was paused. */
const IS_LATE = FIRST_FIELD + 10;
const WORDS = FIRST_FIELD + 11;

/** What the nodes that take requests do with them: ask the copies, wait for enough, tell the caller, repair. */
export class Coordination {
  /** By node of the plan. */
  readonly reads: Float64Array;
  readonly staleReads: Float64Array;
  readonly repairs: Float64Array;
  readonly work: CopyWork;
  private readonly requests = new Records(WORDS);
  private readonly diskFull: Float64Array;
  private readonly slowDisk: Float64Array;
  private readonly arriveCode: number;
  private readonly returnCode: number;
  private readonly timeoutCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly settings: Settings,
    private readonly copies: Copies,
    private readonly hints: Hints,
    private readonly targets: Targets,
    private readonly sides: Sides,
  ) {
    const { length } = sim.plan.nodes;
    this.reads = new Float64Array(length);
    this.staleReads = new Float64Array(length);
    this.repairs = new Float64Array(length);
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.slowDisk = sim.conditions.column("replicas", "slow-disk");
    this.work = new CopyWork(sim, nodes, {
      serviceMs: (operation, out) => {
        const replica = this.work.operations.get(operation, REPLICA);
        this.settings.time(sim.conditions.nodeOf(replica), this.work.operations.get(operation, IS_WRITE), out);
        out.value *= 1 + this.slowDisk[replica];
      },
      done: (operation) => this.done(operation),
      lost: (operation) => this.lost(operation),
    });
    const ifAlive = (then: (operation: number) => void) => (operation: number, generation: number) => {
      if (this.work.operations.generation(operation) === generation) then(operation);
    };
    const ifThrough = (then: (operation: number) => void) =>
      ifAlive((operation) => {
        if (this.isCutOff(operation)) this.lost(operation);
        else then(operation);
      });
    this.arriveCode = sim.register(ifThrough((operation) => this.work.arrive(operation)));
    this.returnCode = sim.register(ifThrough((operation) => this.returned(operation)));
    this.timeoutCode = sim.register((call) => this.timedOut(call));
  }

  /** A node takes a request and asks the copies. */
  take(call: number, node: number, keeper: number, cell: number): void {
    const { calls, plan } = this.sim;
    const { requests, copies, targets, settings } = this;
    const writes = plan.operations[calls.operation(call)].writes;
    const needed = writes ? settings.writeQuorum[node] : settings.readQuorum[node];
    const count = targets.choose(node, cell, keeper, writes);
    if (count < needed) {
      this.reply(call, node, UNAVAILABLE);
      return;
    }
    const version = writes ? copies.nextVersion(node) : 0;
    if (writes) for (let i = 0; i < targets.missing; i++) this.hints.keep(targets.missed[i], cell, version);
    const request = requests.allocate();
    requests.set(request, CALL, call);
    requests.set(request, KEEPER, keeper);
    requests.set(request, KEY_CELL, cell);
    requests.set(request, WRITES, writes ? 1 : 0);
    requests.set(request, NEWEST, version);
    requests.set(request, NEEDED, needed);
    requests.set(request, ANSWERS, 0);
    requests.set(request, PENDING, count);
    requests.set(request, SAFE, copies.newest(node, cell));
    requests.set(request, ANSWERED, NONE);
    requests.set(request, IS_LATE, 0);
    calls.setState(call, WAITING);
    calls.setAux(call, request);
    this.sim.postLane(settings.lane[node], this.timeoutCode, call, calls.generation(call));
    for (let i = 0; i < count; i++) {
      const operation = this.work.create(request, targets.replica[i], cell, version, writes ? 1 : 0, targets.home[i]);
      this.send(operation, keeper, this.arriveCode);
    }
  }

  /** The node dies: the callers of its requests see a reset, and so much of its work is lost. */
  crashed(replica: number): void {
    const { requests } = this;
    for (let request = 0; request < requests.count; request++) {
      if (requests.get(request, CALL) >= 0 && requests.get(request, KEEPER) === replica) this.end(request, RESET);
    }
    this.work.crashed(replica);
    this.hearHeld(replica);
  }

  /** The node goes on: it hears what was answered meanwhile, and then what is too late. */
  resumed(replica: number): void {
    const { requests } = this;
    this.work.resumed(replica);
    this.hearHeld(replica);
    for (let request = 0; request < requests.count; request++) {
      if (requests.get(request, CALL) < 0 || requests.get(request, KEEPER) !== replica) continue;
      if (requests.get(request, IS_LATE) === 1) this.end(request, TIMEOUT);
    }
  }

  /** The caller is told, and the call has left the node. */
  reply(call: number, node: number, outcome: number): void {
    this.sim.meter.left(node, call, outcome, outcome);
    this.sim.flow.reply(call, outcome, outcome);
  }

  /** Sends an operation to its node, or its answer back to who asked. */
  private send(operation: number, keeper: number, code: number): void {
    const { operations } = this.work;
    const { sim, settings } = this;
    const replica = operations.get(operation, REPLICA);
    sim.scratch.value = 0;
    if (replica !== keeper) settings.hop(sim.conditions.nodeOf(replica), sim.scratch);
    sim.due.value = sim.clock.value + sim.scratch.value;
    const generation = operations.generation(operation);
    if (sim.due.value === sim.clock.value) sim.soon(code, operation, generation);
    else sim.post(code, operation, generation);
  }

  private done(operation: number): void {
    const { operations } = this.work;
    const { copies } = this;
    const replica = operations.get(operation, REPLICA);
    const cell = operations.get(operation, CELL);
    const request = operations.get(operation, REQUEST);
    if (operations.get(operation, IS_WRITE) === 0) {
      operations.set(operation, VERSION, copies.version(replica, cell));
    } else if (this.diskFull[replica] > 0) {
      this.lost(operation);
      return;
    } else {
      copies.store(replica, cell, operations.get(operation, VERSION));
      const home = operations.get(operation, HOME);
      if (home !== NONE) this.hints.keep(home, cell, operations.get(operation, VERSION));
    }
    if (request === NONE) operations.release(operation);
    else this.send(operation, this.requests.get(request, KEEPER), this.returnCode);
  }

  private lost(operation: number): void {
    const { operations } = this.work;
    const request = operations.get(operation, REQUEST);
    if (operations.get(operation, IS_WRITE) === 1) {
      const home = operations.get(operation, HOME);
      const replica = home === NONE ? operations.get(operation, REPLICA) : home;
      this.hints.keep(replica, operations.get(operation, CELL), operations.get(operation, VERSION));
    }
    operations.release(operation);
    if (request !== NONE) this.heard(request);
  }

  /** A partition came between the node that asked and the one that was asked. */
  private isCutOff(operation: number): boolean {
    const request = this.work.operations.get(operation, REQUEST);
    if (request === NONE) return false;
    const replica = this.work.operations.get(operation, REPLICA);
    return this.sides.apart(this.sim.conditions.nodeOf(replica), this.requests.get(request, KEEPER), replica);
  }

  /** The answer of a copy has come back. */
  private returned(operation: number): void {
    const { operations } = this.work;
    const { requests } = this;
    const request = operations.get(operation, REQUEST);
    if (this.sim.conditions.isPaused[requests.get(request, KEEPER)] === 1) {
      operations.set(operation, STATE, HELD);
      return;
    }
    if (requests.get(request, WRITES) === 1) {
      operations.release(operation);
    } else {
      requests.set(request, NEWEST, Math.max(requests.get(request, NEWEST), operations.get(operation, VERSION)));
      operations.set(operation, NEXT, requests.get(request, ANSWERED));
      requests.set(request, ANSWERED, operation);
    }
    requests.set(request, ANSWERS, requests.get(request, ANSWERS) + 1);
    const isOpen = requests.get(request, CALL) >= 0;
    if (isOpen && requests.get(request, ANSWERS) === requests.get(request, NEEDED)) this.succeed(request);
    this.heard(request);
  }

  private hearHeld(keeper: number): void {
    const { operations } = this.work;
    for (let operation = 0; operation < operations.count; operation++) {
      if (operations.get(operation, STATE) !== HELD) continue;
      if (this.requests.get(operations.get(operation, REQUEST), KEEPER) !== keeper) continue;
      operations.set(operation, STATE, NONE);
      this.returned(operation);
    }
  }

  private succeed(request: number): void {
    const { requests, copies } = this;
    const keeper = requests.get(request, KEEPER);
    const node = this.sim.conditions.nodeOf(keeper);
    const cell = requests.get(request, KEY_CELL);
    const newest = requests.get(request, NEWEST);
    const spoilt = this.sim.conditions.fails(keeper);
    if (!spoilt && requests.get(request, WRITES) === 1) copies.acknowledge(node, cell, newest);
    if (!spoilt && requests.get(request, WRITES) === 0) {
      this.reads[node]++;
      if (newest < requests.get(request, SAFE)) this.staleReads[node]++;
    }
    this.end(request, spoilt ? ERROR : OK);
  }

  private timedOut(call: number): void {
    const { calls, conditions } = this.sim;
    if (calls.state(call) !== WAITING) return;
    const request = calls.aux(call);
    if (conditions.isPaused[calls.replica(call)] === 1) this.requests.set(request, IS_LATE, 1);
    else this.end(request, TIMEOUT);
  }

  /** The caller is answered; what is still on its way goes on. */
  private end(request: number, outcome: number): void {
    const { requests } = this;
    const call = requests.get(request, CALL);
    requests.set(request, CALL, NONE);
    this.reply(call, this.sim.conditions.nodeOf(requests.get(request, KEEPER)), outcome);
    if (requests.get(request, PENDING) === 0) this.forget(request);
  }

  /** One copy less to hear of. */
  private heard(request: number): void {
    const { requests } = this;
    const pending = requests.get(request, PENDING) - 1;
    requests.set(request, PENDING, pending);
    if (pending > 0) return;
    this.repair(request);
    if (requests.get(request, CALL) === NONE) this.forget(request);
  }

  /** All that are going to answer a read have: who had an old version gets the newest. */
  private repair(request: number): void {
    const { requests, settings } = this;
    const { operations } = this.work;
    const keeper = requests.get(request, KEEPER);
    const node = this.sim.conditions.nodeOf(keeper);
    const newest = requests.get(request, NEWEST);
    const repairs = settings.readRepair[node] === 1 && this.sim.conditions.isDown[keeper] === 0;
    let operation = requests.get(request, ANSWERED);
    requests.set(request, ANSWERED, NONE);
    while (operation !== NONE) {
      const next = operations.get(operation, NEXT);
      if (repairs && operations.get(operation, VERSION) < newest) {
        this.repairs[node]++;
        const copy = this.work.create(NONE, operations.get(operation, REPLICA), requests.get(request, KEY_CELL), newest, 1, NONE);
        this.send(copy, keeper, this.arriveCode);
      }
      operations.release(operation);
      operation = next;
    }
  }

  private forget(request: number): void {
    this.requests.set(request, CALL, NONE);
    this.requests.release(request);
  }
}
