import { NO_CALL, TRACED } from "../../../engine/calls";
import { OK } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import { DRAINING } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { background, FLUSH, isAtWork } from "../../caching/flights";
import type { CacheConfig } from "./definition";
import { UnflushedKeys } from "./unflushed-keys";

/** A batch on its way: the keys that one call passes on, and how many writes each stands for. */
interface Batch {
  readonly keys: Int32Array;
  readonly writes: Int32Array;
  count: number;
}

/** Writes that were answered and not yet passed on, by shard, and the calls that pass them on. */
export class WriteBehind {
  /** By node, over the run. */
  readonly flushes: Float64Array;
  readonly lost: Float64Array;
  /** By replica. */
  private readonly unflushed: UnflushedKeys[] = [];
  private readonly operation: Int32Array;
  /** 1 where a flush is scheduled, where the last one failed, and where one came due during a pause. */
  private readonly isArmed: Uint8Array;
  private readonly hasFailed: Uint8Array;
  private readonly isOverdue: Uint8Array;
  /** Rises with each crash: what was scheduled before is void. */
  private readonly life: Int32Array;
  private readonly configs: CacheConfig[] = [];
  /** Reused; the number of a batch is the `aux` of its record. */
  private readonly batches: Batch[] = [];
  private readonly idle: number[] = [];
  /** Keys that the largest batch holds. */
  private readonly room: number;
  private readonly flushCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
  ) {
    const { plan } = sim;
    this.room = Math.max(...nodes.map(({ config }) => (config as CacheConfig).batchKeys));
    this.flushes = new Float64Array(plan.nodes.length);
    this.lost = new Float64Array(plan.nodes.length);
    this.operation = new Int32Array(plan.replicas);
    this.isArmed = new Uint8Array(plan.replicas);
    this.hasFailed = new Uint8Array(plan.replicas);
    this.isOverdue = new Uint8Array(plan.replicas);
    this.life = new Int32Array(plan.replicas);
    for (const { replicaBase, replicas } of nodes) {
      for (let r = replicaBase; r < replicaBase + replicas; r++) this.unflushed[r] = new UnflushedKeys();
    }
    this.flushCode = sim.register((replica, life) => this.due(replica, life));
    // Told to stop, a process passes on what it has.
    sim.replicas.watch((replica) => {
      if (this.unflushed[replica] !== undefined && sim.replicas.state[replica] === DRAINING) this.flush(replica);
    });
  }

  configure(node: PlanNode): void {
    this.configs[node.index] = node.config as CacheConfig;
  }

  /** A write was stored and is about to be answered. */
  add(call: number): void {
    const { calls, conditions } = this.sim;
    const replica = calls.replica(call);
    this.operation[replica] = calls.operation(call);
    this.unflushed[replica].add(calls.key(call), 1);
    const isFull = this.unflushed[replica].keys >= this.configs[conditions.nodeOf(replica)].flushKeys;
    // After a failure only time brings the next flush: the store is not to be asked at every write.
    if (isFull && this.hasFailed[replica] === 0) this.flush(replica);
    else this.arm(replica);
  }

  /** Writes answered and not passed on. */
  waiting(replica: number): number {
    return this.unflushed[replica].writes;
  }

  /** A batch has arrived, or has not. */
  answer(work: number, call: number): void {
    const { calls, flow } = this.sim;
    const replica = calls.replica(work);
    const number = calls.aux(work);
    const batch = this.batches[number];
    this.hasFailed[replica] = calls.outcome(call) === OK ? 0 : 1;
    if (this.hasFailed[replica] === 1) {
      for (let i = 0; i < batch.count; i++) this.unflushed[replica].add(batch.keys[i], batch.writes[i]);
      this.arm(replica);
    }
    this.idle.push(number);
    flow.forget(work);
  }

  /** What was not passed on is gone. */
  lose(replica: number): void {
    this.lost[this.sim.conditions.nodeOf(replica)] += this.unflushed[replica].writes;
    this.unflushed[replica].clear();
  }

  crashed(replica: number): void {
    const { calls, flow } = this.sim;
    this.lose(replica);
    this.life[replica]++;
    this.isArmed[replica] = 0;
    this.hasFailed[replica] = 0;
    this.isOverdue[replica] = 0;
    for (let work = calls.after(NO_CALL); work !== NO_CALL; work = calls.after(work)) {
      if (calls.replica(work) !== replica || !isAtWork(this.sim, work) || calls.step(work) !== FLUSH) continue;
      this.idle.push(calls.aux(work));
      flow.forget(work);
    }
  }

  resumed(replica: number): void {
    if (this.isOverdue[replica] === 0) return;
    this.isOverdue[replica] = 0;
    this.flush(replica);
  }

  private arm(replica: number): void {
    if (this.isArmed[replica] === 1) return;
    const { clock, conditions, due } = this.sim;
    this.isArmed[replica] = 1;
    due.value = clock.value + this.configs[conditions.nodeOf(replica)].flushIntervalMs;
    this.sim.post(this.flushCode, replica, this.life[replica]);
  }

  private due(replica: number, life: number): void {
    if (this.life[replica] !== life) return;
    this.isArmed[replica] = 0;
    if (this.sim.conditions.isPaused[replica] === 1) this.isOverdue[replica] = 1;
    else this.flush(replica);
  }

  /** Passes on all there is, in batches. */
  private flush(replica: number): void {
    const { conditions, plan } = this.sim;
    const node = conditions.nodeOf(replica);
    const link = plan.nodes[node].out[0];
    const unflushed = this.unflushed[replica];
    while (unflushed.keys > 0) {
      const number = this.idle.pop() ?? this.newBatch();
      const batch = this.batches[number];
      batch.count = unflushed.take(batch.keys, batch.writes, this.configs[node].batchKeys);
      this.flushes[node]++;
      const work = background(this.sim, replica, link, this.operation[replica], batch.keys[0]);
      if (this.sim.trace.sample()) this.sim.calls.setFlag(work, TRACED);
      this.sim.calls.setStep(work, FLUSH);
      this.sim.calls.setAux(work, number);
      this.sim.flow.call(work, link, this.operation[replica], batch.keys[0], -1);
    }
  }

  private newBatch(): number {
    return this.batches.push({ keys: new Int32Array(this.room), writes: new Int32Array(this.room), count: 0 }) - 1;
  }
}
