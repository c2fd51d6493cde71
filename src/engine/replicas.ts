import { Cell } from "../base/cell";
import type { Stream } from "../base/stream";
import { LOGICAL, LOST, NO_CALL, QUEUED, STORED, TRAVELLING, WAITING, WORKING } from "./calls";
import type { Sim } from "./sim";

/** Where a replica is in its life. Only in READY and DRAINING its process runs. */
export const READY = 0;
/** Started, and not yet ready for calls. */
export const BOOTING = 1;
/** Told to stop: it finishes what it has and takes nothing new. */
export const DRAINING = 2;
/** Room for a replica that is not there. */
export const ABSENT = 3;
/** Its process has ended and is to come back. */
export const STOPPED = 4;

/**
 * Which replicas of each node there are at the moment. A plan has as many as there can ever be; those that are absent,
 * boot or have stopped count as down. Whoever chooses a host looks at who is listed, as service discovery tells:
 * only ready replicas are. One that a crash or an outage takes down stays listed: nobody has told.
 */
export class Replicas {
  readonly state: Uint8Array;
  /** 1 where callers find the replica, and how many of a node they find. */
  readonly listed: Uint8Array;
  readonly listedCount: Int32Array;
  /** Since when the replica has been ready [ms]; -Infinity from before the run. */
  readonly readyAtMs: Float64Array;
  /** Replicas that drain at the moment, all nodes together. */
  draining = 0;

  /** The listed replicas of each node from its base on, in order. */
  private readonly members: Int32Array;
  /** Rises with every change, so that what was planned for an earlier life is void. */
  private readonly life: Int32Array;
  private readonly drainsSinceMs: Float64Array;
  /** Calls that a draining replica still has to answer, at least. */
  private readonly inside: Int32Array;
  /** What a draining replica becomes. */
  private readonly becomes: Uint8Array;
  /** Replicas ready by node: now, and the integral over time up to `accountedMs` [replicas x ms]. */
  private readonly readyNow: Int32Array;
  private readonly readyMs: Float64Array;
  private readonly accountedMs = new Cell();
  private readonly watchers: ((replica: number) => void)[] = [];
  private readonly readyCode: number;
  private readonly emptyCode: number;
  private readonly killCode: number;

  constructor(private readonly sim: Sim) {
    const { replicas, nodes } = sim.plan;
    this.state = new Uint8Array(replicas);
    this.listed = new Uint8Array(replicas).fill(1);
    this.listedCount = Int32Array.from(nodes, (node) => node.replicas);
    this.readyAtMs = new Float64Array(replicas).fill(Number.NEGATIVE_INFINITY);
    this.members = Int32Array.from({ length: replicas }, (_, replica) => replica);
    this.life = new Int32Array(replicas);
    this.drainsSinceMs = new Float64Array(replicas);
    this.inside = new Int32Array(replicas);
    this.becomes = new Uint8Array(replicas);
    this.readyNow = Int32Array.from(nodes, (node) => node.replicas);
    this.readyMs = new Float64Array(nodes.length);
    this.readyCode = sim.register((replica, life) => {
      if (this.life[replica] === life) this.enter(replica, READY);
    });
    this.emptyCode = sim.register((replica, life) => {
      if (this.life[replica] === life && this.state[replica] === DRAINING) this.look(replica);
    });
    this.killCode = sim.register((replica, life) => {
      if (this.life[replica] === life) this.enter(replica, this.becomes[replica]);
    });
    sim.conditions.watch(() => this.conditionsChanged());
  }

  /** Hears of every replica that is no longer what it was. */
  watch(watcher: (replica: number) => void): void {
    this.watchers.push(watcher);
  }

  /** Before the run: only the first `count` replicas of the node are there. */
  startWith(node: number, count: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    for (let replica = replicaBase + count; replica < replicaBase + replicas; replica++) {
      this.state[replica] = ABSENT;
      this.sim.conditions.isStopped[replica] = 1;
      this.sim.conditions.isDown[replica] = 1;
    }
    this.list(node);
    this.count(node);
    // Kinds that were set up before this one have found all of them.
    for (let replica = replicaBase + count; replica < replicaBase + replicas; replica++) this.tell(replica);
  }

  /** Starts a replica that is absent or stopped: ready after `bootMs`. */
  boot(replica: number, bootMs: number): void {
    this.enter(replica, BOOTING);
    const { clock, due } = this.sim;
    due.value = clock.value + bootMs;
    if (bootMs > 0) this.sim.post(this.readyCode, replica, this.life[replica]);
    else this.sim.soon(this.readyCode, replica, this.life[replica]);
  }

  /**
   * Tells a replica to stop, as SIGTERM does: it finishes what it has and is then ABSENT or STOPPED, as `becomes`
   * says; whatever is left after `graceMs` is lost. One that boots is gone at once.
   */
  drain(replica: number, graceMs: number, becomes: number): void {
    if (this.state[replica] === DRAINING) {
      this.becomes[replica] = becomes;
      return;
    }
    if (this.state[replica] !== READY || this.sim.conditions.isDown[replica] === 1) {
      this.enter(replica, becomes);
      return;
    }
    const { clock, due } = this.sim;
    this.becomes[replica] = becomes;
    this.drainsSinceMs[replica] = clock.value;
    this.enter(replica, DRAINING);
    due.value = clock.value + graceMs;
    if (graceMs > 0) this.sim.post(this.killCode, replica, this.life[replica]);
    else this.sim.soon(this.killCode, replica, this.life[replica]);
    this.sim.soon(this.emptyCode, replica, this.life[replica]);
  }

  /** The process ends at once: work in progress is lost. */
  kill(replica: number, becomes: number): void {
    this.enter(replica, becomes);
  }

  /** It is ready as though nothing had been: the fault that stopped it is over. */
  restore(replica: number): void {
    this.enter(replica, READY);
  }

  /** It drains and will then be gone. */
  isLeaving(replica: number): boolean {
    return this.state[replica] === DRAINING && this.becomes[replica] === ABSENT;
  }

  /** A listed replica of the node, all as likely; -1 when there is none. */
  pick(node: number, stream: Stream): number {
    const count = this.listedCount[node];
    const { replicaBase } = this.sim.plan.nodes[node];
    if (count === 1) return this.members[replicaBase];
    return count === 0 ? -1 : this.members[replicaBase + stream.below(count)];
  }

  /** Whether the replica turns the call away: nobody listens there, or not for calls sent since it was told to stop. */
  refuses(replica: number, call: number): boolean {
    if (this.sim.conditions.isDown[replica] === 1) return true;
    if (this.draining === 0 || this.state[replica] !== DRAINING) return false;
    return this.sim.calls.sentMs(call) > this.drainsSinceMs[replica];
  }

  /** A call is about to be answered, or is lost on its way; only while some replica drains. */
  left(call: number): void {
    const replica = this.sim.calls.replica(call);
    if (replica < 0 || this.state[replica] !== DRAINING) return;
    if (--this.inside[replica] <= 0) this.sim.soon(this.emptyCode, replica, this.life[replica]);
  }

  /** Replicas of the node that are ready and up, now. */
  ready(node: number): number {
    return this.readyNow[node];
  }

  /** Its integral over the run so far [replicas x ms]. */
  readyArea(node: number): number {
    return this.readyMs[node] + this.readyNow[node] * (this.sim.clock.value - this.accountedMs.value);
  }

  private enter(replica: number, state: number): void {
    const { conditions, clock } = this.sim;
    const before = this.state[replica];
    if (before === state) return;
    this.life[replica]++;
    this.state[replica] = state;
    if (before === DRAINING) this.draining--;
    if (state === DRAINING) this.draining++;
    if (state === READY && before !== DRAINING) this.readyAtMs[replica] = clock.value;
    this.list(conditions.nodeOf(replica));
    conditions.isStopped[replica] = state === READY || state === DRAINING ? 0 : 1;
    conditions.reconsider();
    this.tell(replica);
  }

  private tell(replica: number): void {
    for (const watcher of this.watchers) watcher(replica);
  }

  private list(node: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    let count = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      this.listed[r] = this.state[r] === READY ? 1 : 0;
      if (this.listed[r] === 1) this.members[replicaBase + count++] = r;
    }
    this.listedCount[node] = count;
  }

  private count(node: number): void {
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    let ready = 0;
    for (let r = replicaBase; r < replicaBase + replicas; r++) {
      if (this.state[r] === READY && this.sim.conditions.isDown[r] === 0) ready++;
    }
    this.readyNow[node] = ready;
  }

  private conditionsChanged(): void {
    const { clock, conditions, plan } = this.sim;
    const spanMs = clock.value - this.accountedMs.value;
    this.accountedMs.value = clock.value;
    for (let node = 0; node < plan.nodes.length; node++) {
      this.readyMs[node] += this.readyNow[node] * spanMs;
      this.count(node);
    }
    if (this.draining === 0) return;
    // What a crash has emptied need not wait for the end of its grace.
    for (let replica = 0; replica < this.state.length; replica++) {
      if (this.state[replica] !== DRAINING || conditions.isDown[replica] === 0) continue;
      this.sim.soon(this.killCode, replica, this.life[replica]);
    }
  }

  /** Ends the drain if nothing is left inside or on its way here. Rare, so that calls are looked up. */
  private look(replica: number): void {
    const { calls } = this.sim;
    let found = 0;
    for (let call = calls.after(NO_CALL); call !== NO_CALL; call = calls.after(call)) {
      const state = calls.state(call);
      const isInside = state === QUEUED || state === WORKING || state === WAITING;
      if (!isInside && (state !== TRAVELLING || calls.sentMs(call) > this.drainsSinceMs[replica])) continue;
      if (calls.replica(call) === replica && !calls.has(call, LOGICAL | STORED | LOST)) found++;
    }
    this.inside[replica] = found;
    if (found === 0) this.enter(replica, this.becomes[replica]);
  }
}
