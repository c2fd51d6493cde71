import { Cell } from "../base/cell";
import type { Stream } from "../base/stream";
import { exponentialInto } from "../base/variates";
import { type Calls, MESSAGE, QUEUED, SLOTLESS } from "./calls";
import type { Sim } from "./sim";

/** Who is turned away before or while waiting, beyond a full queue. */
export interface GuardSettings {
  /** Longest wait [ms]; 0 sets no limit. */
  readonly queueTimeoutMs: number;
  /** Whether that is the same for every request, or the mean of an exponential patience. */
  readonly queueTimeoutSpread: "constant" | "exponential";
  readonly codel: CodelVariant;
  readonly codelTargetMs: number;
  readonly codelIntervalMs: number;
  /** With at least so many requests at the replica, only those of at least this priority come in. */
  readonly shedding: readonly { readonly inside: number; readonly priority: number }[];
}
export type CodelVariant = "off" | "rfc8289" | "facebook";

const OFF = 0;
const RFC_8289 = 1;
const FACEBOOK = 2;
const VARIANTS: Readonly<Record<CodelVariant, number>> = { off: OFF, rfc8289: RFC_8289, facebook: FACEBOOK };

/** RFC 8289: dropping that begins again within so many intervals goes on at its former pace. */
const REMEMBERED_INTERVALS = 16;

/** Phases of RFC 8289's queue: the last, when the law that names the next drop still has to be applied. */
const CALM = 0;
const DROPPING = 1;
const DROPPED = 2;

/** Counts of those turned away, by node. */
export const SHED = 0;
export const TIMED_OUT = 1;
export const DELAYED = 2;
const COUNTS = 3;

/**
 * Keeps a replica's queue short. Load shedding by priority acts on arrival, after "Criticality" in the SRE book's
 * chapter 21. Time limits act while waiting. CoDel comes in two kinds: RFC 8289 turns requests away when their turn
 * comes, ever more often while none waits less than the target; Facebook's (Maurer, Fail at Scale, 2015) gives each
 * request a time limit when it joins, the target where the queue has not been empty for an interval, else the interval.
 */
export class QueueGuard {
  /** 1 where any of this is on. */
  readonly acts: Uint8Array;
  private readonly counts: Float64Array;
  private readonly codel: Uint8Array;
  private readonly targetMs: Float64Array;
  private readonly intervalMs: Float64Array;
  private readonly limitMs: Float64Array;
  /** By replica, where patience is drawn: C. Palm's model of impatient customers, "Erlang A". */
  private readonly patience: (Stream | null)[];
  private readonly value = new Cell();
  /** Lanes of time limits, or -1: any wait, Facebook's target, Facebook's interval. */
  private readonly limitLane: Int32Array;
  private readonly targetLane: Int32Array;
  private readonly intervalLane: Int32Array;
  private readonly shedding: GuardSettings["shedding"][] = [];
  private readonly emptyMs: Float64Array;
  // RFC 8289's variables of one queue.
  private readonly firstAboveMs: Float64Array;
  private readonly dropNextMs: Float64Array;
  private readonly dropped: Float64Array;
  private readonly droppedBefore: Float64Array;
  private readonly phase: Uint8Array;
  private readonly priority: Uint8Array;
  private readonly limitCode: number;
  private readonly codelCode: number;
  private readonly calls: Calls;

  constructor(
    private readonly sim: Sim,
    private readonly expired: (call: number) => void,
  ) {
    const { replicas, nodes, operations } = sim.plan;
    this.calls = sim.calls;
    this.acts = new Uint8Array(replicas);
    this.counts = new Float64Array(nodes.length * COUNTS);
    this.codel = new Uint8Array(replicas);
    this.targetMs = new Float64Array(replicas);
    this.intervalMs = new Float64Array(replicas);
    this.limitMs = new Float64Array(replicas);
    this.patience = new Array(replicas).fill(null);
    this.limitLane = new Int32Array(replicas).fill(-1);
    this.targetLane = new Int32Array(replicas).fill(-1);
    this.intervalLane = new Int32Array(replicas).fill(-1);
    this.emptyMs = new Float64Array(replicas);
    this.firstAboveMs = new Float64Array(replicas);
    this.dropNextMs = new Float64Array(replicas);
    this.dropped = new Float64Array(replicas);
    this.droppedBefore = new Float64Array(replicas);
    this.phase = new Uint8Array(replicas);
    this.priority = Uint8Array.from(operations, (operation) => operation.priority);
    this.limitCode = sim.register((call, generation) => this.runOut(call, generation, TIMED_OUT));
    this.codelCode = sim.register((call, generation) => this.runOut(call, generation, DELAYED));
  }

  configure(replica: number, settings: GuardSettings): void {
    const { sim } = this;
    const codel = VARIANTS[settings.codel];
    const isFacebook = codel === FACEBOOK;
    const laneOf = (limitMs: number, wanted: boolean) => (wanted ? sim.lane(limitMs, true) : -1);
    this.codel[replica] = codel;
    this.targetMs[replica] = settings.codelTargetMs;
    this.intervalMs[replica] = settings.codelIntervalMs;
    this.limitMs[replica] = settings.queueTimeoutMs;
    const isDrawn = settings.queueTimeoutMs > 0 && settings.queueTimeoutSpread === "exponential";
    const { id } = sim.plan.nodes[sim.conditions.nodeOfReplica[replica]];
    this.patience[replica] = isDrawn ? sim.stream(`node:${id}:patience`) : null;
    this.limitLane[replica] = laneOf(settings.queueTimeoutMs, settings.queueTimeoutMs > 0 && !isDrawn);
    this.targetLane[replica] = laneOf(settings.codelTargetMs, isFacebook);
    this.intervalLane[replica] = laneOf(settings.codelIntervalMs, isFacebook);
    this.shedding[replica] = settings.shedding;
    this.acts[replica] = codel !== OFF || settings.queueTimeoutMs > 0 || settings.shedding.length > 0 ? 1 : 0;
  }

  count(node: number, what: number): number {
    return this.counts[node * COUNTS + what];
  }

  /** Whether the call may come in where `inside` are at work or wait. */
  admits(call: number, replica: number, inside: number): boolean {
    const rules = this.shedding[replica];
    const priority = this.priority[this.calls.operation(call)];
    for (let i = 0; i < rules.length; i++) {
      if (inside < rules[i].inside || priority >= rules[i].priority) continue;
      this.add(replica, SHED);
      return false;
    }
    return true;
  }

  /** The call begins to wait behind `ahead` others. */
  joined(call: number, replica: number, ahead: number): void {
    const { calls, sim } = this;
    const now = sim.clock.value;
    const { value } = this;
    value.value = Number.POSITIVE_INFINITY;
    if (this.limitLane[replica] >= 0) {
      value.value = now + this.limitMs[replica];
      sim.postLane(this.limitLane[replica], this.limitCode, call, calls.generation(call));
    }
    const stream = this.patience[replica];
    if (stream !== null) {
      exponentialInto(value, stream);
      value.value = now + this.limitMs[replica] * value.value;
      sim.due.value = value.value;
      sim.post(this.limitCode, call, calls.generation(call));
    }
    if (this.codel[replica] === FACEBOOK) {
      if (ahead === 0) this.emptyMs[replica] = now;
      const isStanding = now - this.emptyMs[replica] > this.intervalMs[replica];
      const untilMs = now + (isStanding ? this.targetMs[replica] : this.intervalMs[replica]);
      if (untilMs < value.value) value.value = untilMs;
      const lane = isStanding ? this.targetLane[replica] : this.intervalLane[replica];
      sim.postLane(lane, this.codelCode, call, calls.generation(call));
    }
    calls.stampDue(call, value);
  }

  /** Whether the time of a waiting call ran out while its process was paused, and noticed nothing. */
  ranOut(call: number, replica: number): boolean {
    const { calls } = this;
    const waitedMs = this.sim.clock.value - calls.arrivedMs(call);
    const isDelay = this.codel[replica] === FACEBOOK && waitedMs >= this.targetMs[replica];
    const isLimit = this.patience[replica] === null ? this.limitLane[replica] >= 0 && waitedMs >= this.limitMs[replica] : !isDelay;
    if (calls.has(call, SLOTLESS | MESSAGE) || calls.dueMs(call) > this.sim.clock.value || !(isLimit || isDelay)) return false;
    this.add(replica, isLimit ? TIMED_OUT : DELAYED);
    return true;
  }

  /** Whether the call, whose turn it is, is turned away instead; `behind` others wait still. RFC 8289, section 5. */
  drops(call: number, replica: number, behind: number): boolean {
    if (this.codel[replica] !== RFC_8289) return false;
    const now = this.sim.clock.value;
    if (!this.isAbove(call, replica, behind, now)) {
      this.phase[replica] = CALM;
      return false;
    }
    const interval = this.intervalMs[replica];
    if (this.phase[replica] === CALM) {
      const lately = this.dropped[replica] - this.droppedBefore[replica];
      const goesOn = lately > 1 && now - this.dropNextMs[replica] < REMEMBERED_INTERVALS * interval;
      this.dropped[replica] = goesOn ? lately : 1;
      this.droppedBefore[replica] = this.dropped[replica];
      this.dropNextMs[replica] = now + interval / Math.sqrt(this.dropped[replica]);
      this.phase[replica] = DROPPING;
    } else {
      if (this.phase[replica] === DROPPED) this.dropNextMs[replica] += interval / Math.sqrt(this.dropped[replica]);
      this.phase[replica] = DROPPING;
      if (now < this.dropNextMs[replica]) return false;
      this.dropped[replica]++;
      this.phase[replica] = DROPPED;
    }
    this.add(replica, DELAYED);
    return true;
  }

  /** Whether every request has waited for the target or longer, throughout an interval, and the queue is not nearly empty. */
  private isAbove(call: number, replica: number, behind: number, now: number): boolean {
    if (now - this.calls.arrivedMs(call) < this.targetMs[replica] || behind < 1) {
      this.firstAboveMs[replica] = 0;
      return false;
    }
    if (this.firstAboveMs[replica] === 0) {
      this.firstAboveMs[replica] = now + this.intervalMs[replica];
      return false;
    }
    return now >= this.firstAboveMs[replica];
  }

  private runOut(call: number, generation: number, why: number): void {
    const { calls } = this;
    // Who has a slot no longer waits; who gave one back waits to go on, not to come in.
    if (calls.generation(call) !== generation || calls.state(call) !== QUEUED || calls.has(call, SLOTLESS)) return;
    const replica = calls.replica(call);
    if (this.sim.conditions.isPaused[replica] === 1) return;
    this.add(replica, why);
    this.expired(call);
  }

  private add(replica: number, what: number): void {
    this.counts[this.sim.conditions.nodeOfReplica[replica] * COUNTS + what]++;
  }
}
