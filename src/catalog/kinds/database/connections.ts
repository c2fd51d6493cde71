import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED } from "../../../engine/calls";
import { RESET, TIMEOUT } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { DatabaseConfig } from "./definition";

/** The step of a call that waits for a connection. */
const AWAITING = 1;
const SECOND = 1000;

/** The connections of each instance, and who waits for one: in order, up to a limit, for so long. */
export class Connections {
  readonly inUse: Int32Array;
  /** Callers waiting, per instance. */
  readonly waiting: CallLists;
  /** By node. */
  readonly timeouts: Float64Array;
  private readonly size: Int32Array;
  /** Never given back, per instance. */
  private readonly leaked: Int32Array;
  /** A leak is under way; and a number of its own for each, by which a loss that is due knows its leak. */
  private readonly leaking: Uint8Array;
  private readonly spell: Int32Array;
  private readonly leaksPerSecond: Float64Array;
  private readonly limit: Int32Array;
  private readonly patienceMs: Float64Array;
  private readonly lane: Int32Array;
  private readonly expireCode: number;
  private readonly leakCode: number;

  /** @param admitted goes on with a call that has its connection */
  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly admitted: (call: number) => void,
  ) {
    const { replicas, nodes: all } = sim.plan;
    this.inUse = new Int32Array(replicas);
    this.waiting = new CallLists(sim.calls, replicas);
    this.timeouts = new Float64Array(all.length);
    this.size = new Int32Array(all.length);
    this.leaked = new Int32Array(replicas);
    this.leaking = new Uint8Array(replicas);
    this.spell = new Int32Array(replicas);
    this.leaksPerSecond = sim.conditions.column("replicas", "pool-leak");
    this.limit = new Int32Array(all.length);
    this.patienceMs = new Float64Array(all.length);
    this.lane = new Int32Array(all.length);
    this.expireCode = sim.register((call) => this.expire(call));
    this.leakCode = sim.register((replica, spell) => this.leak(replica, spell));
    sim.conditions.watch(() => this.watchLeaks());
  }

  configure({ index, replicaBase, replicas, config }: PlanNode): void {
    const { connections, waitLimit, waitTimeoutMs } = config as DatabaseConfig;
    this.size[index] = connections;
    this.limit[index] = waitLimit;
    this.patienceMs[index] = waitTimeoutMs;
    if (waitTimeoutMs > 0) this.lane[index] = this.sim.lane(waitTimeoutMs, true);
    for (let replica = replicaBase; replica < replicaBase + replicas; replica++) this.admitWaiting(replica);
  }

  /** Takes the call in: with a connection at once, or it waits; false when too many wait. */
  offer(call: number, node: number, replica: number): boolean {
    const { calls, meter } = this.sim;
    if (this.waiting.length[replica] === 0 && this.hasFree(node, replica)) {
      this.inUse[replica]++;
      this.admitted(call);
      return true;
    }
    if (this.waiting.length[replica] >= this.limit[node]) return false;
    calls.setState(call, QUEUED);
    calls.setStep(call, AWAITING);
    this.waiting.append(replica, call);
    meter.changeQueued(node, 1);
    if (this.patienceMs[node] > 0) this.sim.postLane(this.lane[node], this.expireCode, call, calls.generation(call));
    return true;
  }

  /** A connection is given back. */
  release(replica: number): void {
    this.inUse[replica]--;
    if (this.waiting.length[replica] > 0) this.admitWaiting(replica);
  }

  /** All connections break; those who waited for one see a reset. */
  reset(replica: number): void {
    const { flow, meter, conditions, calls } = this.sim;
    const node = conditions.nodeOf(replica);
    meter.changeQueued(node, -this.waiting.length[replica]);
    for (let call = this.waiting.shift(replica); call !== NO_CALL; call = this.waiting.shift(replica)) {
      calls.setStep(call, 0);
      meter.left(node, call, RESET, RESET);
      flow.reply(call, RESET, RESET);
    }
    this.inUse[replica] = 0;
    this.leaked[replica] = 0;
  }

  private hasFree(node: number, replica: number): boolean {
    return this.inUse[replica] + this.leaked[replica] < this.size[node];
  }

  private admitWaiting(replica: number): void {
    const { conditions, meter, calls } = this.sim;
    const node = conditions.nodeOf(replica);
    while (this.hasFree(node, replica) && this.waiting.length[replica] > 0) {
      const call = this.waiting.shift(replica);
      calls.setStep(call, 0);
      meter.changeQueued(node, -1);
      this.inUse[replica]++;
      this.admitted(call);
    }
  }

  private expire(call: number): void {
    const { calls, conditions, flow, meter } = this.sim;
    if (calls.state(call) !== QUEUED || calls.step(call) !== AWAITING) return;
    const replica = calls.replica(call);
    const node = conditions.nodeOf(replica);
    this.waiting.remove(replica, call);
    calls.setStep(call, 0);
    meter.changeQueued(node, -1);
    this.timeouts[node]++;
    meter.left(node, call, TIMEOUT, TIMEOUT);
    flow.reply(call, TIMEOUT, TIMEOUT);
  }

  /** A leak begins, or is over and all that was lost is given back. */
  private watchLeaks(): void {
    for (const { replicaBase, replicas } of this.nodes) {
      for (let replica = replicaBase; replica < replicaBase + replicas; replica++) {
        const leaks = this.leaksPerSecond[replica] > 0 ? 1 : 0;
        if (leaks === this.leaking[replica]) continue;
        this.leaking[replica] = leaks;
        this.spell[replica]++;
        if (leaks === 1) {
          this.scheduleLeak(replica);
        } else {
          this.leaked[replica] = 0;
          this.admitWaiting(replica);
        }
      }
    }
  }

  private scheduleLeak(replica: number): void {
    this.sim.due.value = this.sim.clock.value + SECOND / this.leaksPerSecond[replica];
    this.sim.post(this.leakCode, replica, this.spell[replica]);
  }

  private leak(replica: number, spell: number): void {
    if (spell !== this.spell[replica]) return;
    if (this.leaked[replica] < this.size[this.sim.conditions.nodeOf(replica)]) this.leaked[replica]++;
    this.scheduleLeak(replica);
  }
}
