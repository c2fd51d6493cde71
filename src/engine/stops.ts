import { ABSENT, DRAINING, READY, STOPPED } from "./replicas";
import type { Sim } from "./sim";
import { BACK_OFF_MS, BOOT_MS, GRACE_MS, GRACEFUL_STOP, LONGEST_BACK_OFF_MS, RESTART_LOOP, ROLLING, RUNS_MS } from "./stop-conditions";

/** A process that lived this long starts its back-off anew (Kubernetes docs, Pod Lifecycle: ten minutes). */
const HEALTHY_MS = 600_000;
const NONE = -1;

/** Stops and starts processes as the active faults want it. */
export class Stops {
  /** 1 where a fault of the kind was active when last looked at. */
  private readonly isStopping: Uint8Array;
  private readonly isLooping: Uint8Array;
  /** 1 where a graceful stop holds the replica: what it stopped it brings back. */
  private readonly held: Uint8Array;
  /** 1 where a rolling stop has come and gone. */
  private readonly rolled: Uint8Array;
  /** The replica of each node that a rolling stop is at, or NONE. */
  private readonly rolling: Int32Array;
  /** Ends of the process so far in its loop, and which loop it is. */
  private readonly crashes: Int32Array;
  private readonly loops: Int32Array;
  private isDue = false;
  private readonly columns: Readonly<Record<string, Float64Array>>;
  private readonly lookCode: number;
  private readonly crashCode: number;
  private readonly restartCode: number;

  constructor(private readonly sim: Sim) {
    const { replicas, nodes } = sim.plan;
    this.isStopping = new Uint8Array(replicas);
    this.isLooping = new Uint8Array(replicas);
    this.held = new Uint8Array(replicas);
    this.rolled = new Uint8Array(replicas);
    this.rolling = new Int32Array(nodes.length).fill(NONE);
    this.crashes = new Int32Array(replicas);
    this.loops = new Int32Array(replicas);
    const names = [GRACEFUL_STOP, GRACE_MS, ROLLING, BOOT_MS, RESTART_LOOP, RUNS_MS, BACK_OFF_MS, LONGEST_BACK_OFF_MS];
    this.columns = Object.fromEntries(names.map((name) => [name, sim.conditions.column("replicas", name)]));
    this.lookCode = sim.register(() => this.look());
    this.crashCode = sim.register((replica, loop) => {
      if (this.loops[replica] === loop) this.crash(replica);
    });
    this.restartCode = sim.register((replica, loop) => {
      if (this.loops[replica] === loop) this.restart(replica);
    });
    // Stopping a process changes conditions: not while they are being worked out.
    sim.conditions.watch(() => this.lookSoon());
    sim.replicas.watch((replica) => this.lifeChanged(replica));
  }

  private lookSoon(): void {
    if (this.isDue) return;
    this.isDue = true;
    this.sim.soon(this.lookCode, 0, 0);
  }

  private look(): void {
    this.isDue = false;
    const stopping = this.columns[GRACEFUL_STOP];
    const looping = this.columns[RESTART_LOOP];
    for (let replica = 0; replica < stopping.length; replica++) {
      const stops = stopping[replica] > 0 ? 1 : 0;
      if (stops !== this.isStopping[replica]) {
        this.isStopping[replica] = stops;
        if (stops === 1) this.beginStop(replica);
        else this.endStop(replica);
      }
      const loops = looping[replica] > 0 ? 1 : 0;
      if (loops === this.isLooping[replica]) continue;
      this.isLooping[replica] = loops;
      if (loops === 1) this.beginLoop(replica);
      else this.endLoop(replica);
    }
    for (const { index } of this.sim.plan.nodes) this.roll(index);
  }

  private beginStop(replica: number): void {
    if (this.columns[ROLLING][replica] === 0) this.stop(replica);
  }

  private endStop(replica: number): void {
    const { replicas, conditions } = this.sim;
    this.rolled[replica] = 0;
    const node = conditions.nodeOf(replica);
    if (this.rolling[node] === replica) this.rolling[node] = NONE;
    if (this.held[replica] === 0) return;
    this.held[replica] = 0;
    replicas.restore(replica);
  }

  private stop(replica: number): void {
    const { replicas } = this.sim;
    if (replicas.state[replica] !== READY) return;
    this.held[replica] = 1;
    replicas.drain(replica, this.columns[GRACE_MS][replica], STOPPED);
  }

  /** Goes on with a rolling stop: the next replica stops once the last one is back. */
  private roll(node: number): void {
    const { replicas, plan } = this.sim;
    const { replicaBase, replicas: count } = plan.nodes[node];
    if (this.rolling[node] !== NONE) return;
    for (let replica = replicaBase; replica < replicaBase + count; replica++) {
      const isWanted = this.isStopping[replica] === 1 && this.columns[ROLLING][replica] > 0 && this.rolled[replica] === 0;
      if (!isWanted || replicas.state[replica] !== READY) continue;
      this.rolled[replica] = 1;
      this.rolling[node] = replica;
      this.stop(replica);
      return;
    }
  }

  private lifeChanged(replica: number): void {
    const { replicas, conditions } = this.sim;
    const state = replicas.state[replica];
    const node = conditions.nodeOf(replica);
    if (state === ABSENT) this.held[replica] = 0;
    if (this.rolling[node] === replica) {
      if (state === STOPPED) replicas.boot(replica, this.columns[BOOT_MS][replica]);
      else if (state === READY || state === ABSENT) {
        this.held[replica] = 0;
        this.rolling[node] = NONE;
        this.lookSoon();
      }
    }
    // A replica that is new in a loop has the same fault.
    if (state === READY && this.isLooping[replica] === 1 && this.crashes[replica] === 0) this.runUntilCrash(replica);
    if (state === ABSENT) this.crashes[replica] = 0;
  }

  private beginLoop(replica: number): void {
    this.crashes[replica] = 0;
    this.loops[replica]++;
    const { state } = this.sim.replicas;
    if (state[replica] === READY || state[replica] === DRAINING) this.crash(replica);
  }

  private endLoop(replica: number): void {
    this.loops[replica]++;
    this.crashes[replica] = 0;
    if (this.sim.replicas.state[replica] === STOPPED && this.held[replica] === 0) this.sim.replicas.restore(replica);
  }

  /** The process dies; the first time it is started again at once, then after pauses that double (Kubernetes docs). */
  private crash(replica: number): void {
    const { replicas, clock, due } = this.sim;
    if (replicas.state[replica] === ABSENT) return;
    if (this.columns[RUNS_MS][replica] >= HEALTHY_MS) this.crashes[replica] = 0;
    const before = this.crashes[replica]++;
    replicas.kill(replica, STOPPED);
    if (before === 0) {
      this.restart(replica);
      return;
    }
    const pause = this.columns[BACK_OFF_MS][replica] * 2 ** Math.min(before - 1, 60);
    due.value = clock.value + Math.min(pause, this.columns[LONGEST_BACK_OFF_MS][replica]);
    this.sim.post(this.restartCode, replica, this.loops[replica]);
  }

  private restart(replica: number): void {
    if (this.sim.replicas.state[replica] !== STOPPED || this.held[replica] === 1) return;
    this.sim.replicas.restore(replica);
    this.runUntilCrash(replica);
  }

  private runUntilCrash(replica: number): void {
    const { clock, due } = this.sim;
    due.value = clock.value + this.columns[RUNS_MS][replica];
    this.sim.post(this.crashCode, replica, this.loops[replica]);
  }
}
