import { CallLists } from "../../../engine/call-lists";
import { DONE, NO_CALL, STORED, TRACED, WAITING } from "../../../engine/calls";
import { ERROR, OK, REFUSED, RESET } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { UNOWNED } from "./assignment";
import { type Brokers, NOBODY } from "./brokers";
import type { LogConfig } from "./definition";
import type { Groups } from "./groups";
import { POISON, type Records, SHOWN } from "./records";

/** The step of a token whose delivery counts for nothing any more. */
const VOID = 1;
/** A consumer that could not be reached is tried again after so long: Kafka's retry.backoff.ms. */
const RETRY_MS = 100;
/** Lanes are bytes, and 0 is none. */
const LANES = 255;

/**
 * What each group has read: positions, records in work, committed offsets. A record in work is a token, a message at
 * rest whose call is its delivery; tokens of a slot lie in the order of their offsets.
 */
export class Consumers {
  readonly duplicates: Float64Array;
  readonly lostInWork: Float64Array;
  readonly failed: Float64Array;
  readonly expiredUnread: Float64Array;
  /** By slot: the next offset to be sent, and the committed one. */
  private readonly position: Float64Array;
  readonly committed: Float64Array;
  private readonly inWork: CallLists;
  /** Whose records are in work; a slot that moves waits for its old consumer to be done. */
  private readonly worker: Int32Array;
  /** By consumer: records that it holds, of deliveries that count and of others; where to look next. */
  private readonly held: Int32Array;
  private readonly voided: Int32Array;
  private readonly cursor: Int32Array;
  private readonly pollLife: Int32Array;
  /** By node: 1 while the next commit of all is planned. */
  private readonly commits: Uint8Array;
  private readonly config: LogConfig[] = [];
  private readonly retryCode: number;
  private readonly commitCode: number;
  private readonly pollCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly brokers: Brokers,
    private readonly groups: Groups,
    private readonly records: readonly Records[],
    private readonly deadLetter: (node: number, token: number, key: number) => void,
  ) {
    const slots = groups.owner.length;
    const all = sim.plan.nodes.length;
    this.duplicates = new Float64Array(all);
    this.lostInWork = new Float64Array(all);
    this.failed = new Float64Array(all);
    this.expiredUnread = new Float64Array(all);
    this.commits = new Uint8Array(all);
    this.position = new Float64Array(slots);
    this.committed = new Float64Array(slots);
    this.inWork = new CallLists(sim.calls, slots);
    this.worker = new Int32Array(slots).fill(UNOWNED);
    const consumers = groups.groupOfConsumer.length;
    this.held = new Int32Array(consumers);
    this.voided = new Int32Array(consumers);
    this.cursor = new Int32Array(consumers);
    this.pollLife = new Int32Array(consumers);
    this.retryCode = sim.register((token, generation) => {
      if (sim.calls.generation(token) === generation) this.sendAgain(token);
    });
    this.commitCode = sim.register((node) => this.commitAll(node));
    this.pollCode = sim.register((consumer, life) => {
      if (this.pollLife[consumer] === life) this.lookAtPoll(consumer);
    });
  }

  configure(node: PlanNode): void {
    this.config[node.index] = node.config as LogConfig;
    if (this.config[node.index].commit === "interval" && this.commits[node.index] === 0) this.commitLater(node.index);
  }

  partitionOf(slot: number): number {
    const group = this.groups.all[this.groups.groupOfSlot[slot]];
    return this.brokers.base[group.node.index] + slot - group.slots;
  }

  /** Records of the slot whose offset is not committed. */
  lag(slot: number): number {
    return this.records[this.partitionOf(slot)].end - this.committed[slot];
  }

  /** The first offset that is not worked. */
  processed(slot: number): number {
    const first = this.inWork.head[slot];
    return first === NO_CALL ? this.position[slot] : this.sim.calls.key(first);
  }

  /** Sends what can be sent of a partition, in each of its groups. */
  pumpPartition(partition: number): void {
    const node = this.brokers.logOf(partition);
    const p = partition - this.brokers.base[node];
    for (const group of this.groups.all) if (group.node.index === node) this.pump(group.slots + p);
  }

  pumpGroup(g: number): void {
    const group = this.groups.all[g];
    for (let slot = group.slots; slot < group.slots + group.partitions; slot++) this.pump(slot);
  }

  /** A slot was taken from its consumer: it goes on from the committed offset. */
  taken(slot: number): void {
    const { calls, meter } = this.sim;
    const node = this.groups.all[this.groups.groupOfSlot[slot]].node.index;
    const before = this.position[slot];
    const worked = before - this.committed[slot] - this.inWork.length[slot];
    if (worked > 0) this.duplicates[node] += worked;
    const isLost = this.config[node].commit === "before";
    for (let token = this.inWork.shift(slot); token !== NO_CALL; token = this.inWork.shift(slot)) {
      if (isLost) this.lostInWork[node]++;
      const consumer = this.worker[slot];
      this.held[consumer]--;
      if (calls.aux(token) === NO_CALL) {
        this.release(token);
        continue;
      }
      calls.setStep(token, VOID);
      this.voided[consumer]++;
    }
    this.worker[slot] = UNOWNED;
    this.position[slot] = Math.max(this.committed[slot], this.records[this.partitionOf(slot)].first);
    meter.changeQueued(node, before - this.position[slot]);
  }

  /** Records from `end` on are gone: nobody has read them, since they were above the watermark. */
  truncated(partition: number, end: number): void {
    const node = this.brokers.logOf(partition);
    const p = partition - this.brokers.base[node];
    for (const group of this.groups.all) {
      if (group.node.index !== node) continue;
      const slot = group.slots + p;
      if (this.position[slot] > end) this.position[slot] = end;
      if (this.committed[slot] > end) this.committed[slot] = end;
    }
  }

  /** Records before `first` are deleted. */
  deleted(partition: number, first: number): void {
    const node = this.brokers.logOf(partition);
    const p = partition - this.brokers.base[node];
    for (const group of this.groups.all) {
      if (group.node.index !== node) continue;
      const slot = group.slots + p;
      const unread = first - this.position[slot];
      if (unread > 0) {
        this.expiredUnread[node] += unread;
        this.sim.meter.changeQueued(node, -unread);
        this.position[slot] = first;
      }
      if (this.committed[slot] < first && this.processed(slot) >= first) this.committed[slot] = first;
    }
  }

  /** The least offset that some group may still want of a partition. */
  wanted(partition: number): number {
    const node = this.brokers.logOf(partition);
    const p = partition - this.brokers.base[node];
    let least = this.records[partition].end;
    for (const group of this.groups.all) {
      if (group.node.index === node) least = Math.min(least, this.committed[group.slots + p]);
    }
    return least;
  }

  /** A delivery has ended. */
  answer(token: number, call: number): void {
    const { calls } = this.sim;
    const outcome = calls.outcome(call);
    const slot = calls.pending(token);
    const node = this.groups.all[this.groups.groupOfSlot[slot]].node.index;
    calls.setAux(token, NO_CALL);
    if (calls.step(token) === VOID) {
      this.voidEnded(node, token, call);
      return;
    }
    if (outcome === RESET || outcome === REFUSED) {
      // Not worked. A consumer that is alive is tried again; of a dead one the coordinator has yet to hear.
      const { clock, due } = this.sim;
      due.value = clock.value + RETRY_MS;
      if (this.groups.isAtWork(this.worker[slot])) this.sim.post(this.retryCode, token, calls.generation(token));
      return;
    }
    const consumer = this.worker[slot];
    if (outcome !== OK || calls.cause(token) === ERROR) {
      this.failed[node]++;
      this.deadLetter(node, token, calls.key(call));
    }
    this.inWork.remove(slot, token);
    this.held[consumer]--;
    this.release(token);
    if (this.config[node].commit === "each") this.commit(slot);
    if (this.inWork.length[slot] === 0 && this.groups.owner[slot] !== consumer) {
      // Its old consumer is done: it commits, and the new one begins.
      if (this.config[node].commit !== "before") this.commit(slot);
      this.worker[slot] = UNOWNED;
      this.pump(slot);
    }
    this.pumpConsumer(consumer);
  }

  private voidEnded(node: number, token: number, call: number): void {
    const { calls } = this.sim;
    const consumer = this.consumerOf(calls.pending(token), calls.replica(call));
    if (calls.outcome(call) === OK) {
      if (this.config[node].commit === "before") this.lostInWork[node]--;
      else this.duplicates[node]++;
    }
    this.release(token);
    if (--this.voided[consumer] === 0) this.groups.comesBack(consumer);
  }

  private consumerOf(slot: number, replica: number): number {
    const group = this.groups.all[this.groups.groupOfSlot[slot]];
    return group.base + group.consumers.ofReplica[replica];
  }

  private sendAgain(token: number): void {
    const { calls } = this.sim;
    const slot = calls.pending(token);
    if (calls.step(token) === VOID || calls.aux(token) !== NO_CALL || !this.groups.isAtWork(this.worker[slot])) return;
    this.send(slot, token, calls.key(token));
  }

  /** The consumer has room again: its slots in turn. */
  private pumpConsumer(consumer: number): void {
    const group = this.groups.all[this.groups.groupOfConsumer[consumer]];
    const { maxPollRecords } = this.config[group.node.index];
    for (let tries = 0; tries < group.partitions && this.held[consumer] < maxPollRecords; tries++) {
      const at = this.cursor[consumer];
      this.cursor[consumer] = at + 1 < group.partitions ? at + 1 : 0;
      const slot = group.slots + at;
      if (this.groups.owner[slot] === consumer) this.pump(slot);
    }
  }

  private pump(slot: number): void {
    const { calls, clock, meter } = this.sim;
    const consumer = this.groups.owner[slot];
    if (consumer === UNOWNED || !this.groups.mayFetch(slot)) return;
    if (this.worker[slot] !== consumer) {
      if (this.inWork.length[slot] > 0) return;
      this.worker[slot] = consumer;
    }
    const partition = this.partitionOf(slot);
    if (this.brokers.leaderBroker(partition) === NOBODY) return;
    const node = this.brokers.logOf(partition);
    const { maxPollRecords, commit } = this.config[node];
    const records = this.records[partition];
    while (this.position[slot] < this.brokers.watermark[partition] && this.held[consumer] < maxPollRecords) {
      const offset = this.position[slot]++;
      meter.changeQueued(node, -1);
      const broker = this.brokers.leaderBroker(partition);
      const token = calls.allocate(
        NO_CALL,
        this.groups.all[this.groups.groupOfSlot[slot]].link,
        records.operation(offset),
        offset,
        broker,
        clock,
      );
      calls.setFlag(token, records.has(offset, SHOWN) ? STORED | TRACED : STORED);
      calls.setRecord(token, records.need(offset));
      calls.setOutcome(token, OK, records.has(offset, POISON) ? ERROR : OK);
      calls.setState(token, WAITING);
      calls.setPending(token, slot);
      this.inWork.append(slot, token);
      if (this.held[consumer]++ === 0) this.armPoll(consumer);
      if (commit === "before") this.committed[slot] = offset + 1;
      this.send(slot, token, offset);
    }
  }

  private send(slot: number, token: number, offset: number): void {
    const { calls, flow } = this.sim;
    const partition = this.partitionOf(slot);
    const group = this.groups.all[this.groups.groupOfSlot[slot]];
    const key = this.records[partition].key(offset);
    const call = flow.call(token, group.link, calls.operation(token), key, this.groups.replicaOf(this.worker[slot]));
    calls.setLane(call, 1 + ((slot - group.slots) % LANES));
    calls.setAux(token, call);
  }

  private release(token: number): void {
    const { calls } = this.sim;
    calls.setState(token, DONE);
    calls.release(token);
  }

  private commit(slot: number): void {
    this.committed[slot] = Math.max(this.committed[slot], this.processed(slot));
  }

  /** Consumers commit what they have worked, as far as they still have it. */
  private commitAll(node: number): void {
    this.commits[node] = 0;
    if (this.config[node].commit !== "interval") return;
    for (const group of this.groups.all) {
      if (group.node.index !== node) continue;
      for (let slot = group.slots; slot < group.slots + group.partitions; slot++) {
        const consumer = this.worker[slot];
        if (consumer !== UNOWNED && this.groups.isAtWork(consumer)) this.commit(slot);
      }
    }
    this.commitLater(node);
  }

  private commitLater(node: number): void {
    const { clock, due } = this.sim;
    this.commits[node] = 1;
    due.value = clock.value + this.config[node].commitIntervalMs;
    this.sim.post(this.commitCode, node, 0);
  }

  private armPoll(consumer: number): void {
    const { clock, due } = this.sim;
    const group = this.groups.all[this.groups.groupOfConsumer[consumer]];
    due.value = clock.value + this.config[group.node.index].maxPollIntervalMs;
    this.sim.post(this.pollCode, consumer, ++this.pollLife[consumer]);
  }

  /** Has it held a record for longer than it may? Its next poll, with the records it holds now, is as far away. */
  private lookAtPoll(consumer: number): void {
    const { calls, clock, due } = this.sim;
    if (this.held[consumer] === 0 || !this.groups.isAtWork(consumer)) return;
    const group = this.groups.all[this.groups.groupOfConsumer[consumer]];
    let oldestMs = Number.POSITIVE_INFINITY;
    for (let slot = group.slots; slot < group.slots + group.partitions; slot++) {
      const token = this.inWork.head[slot];
      if (this.worker[slot] === consumer && token !== NO_CALL) oldestMs = Math.min(oldestMs, calls.sentMs(token));
    }
    due.value = oldestMs + this.config[group.node.index].maxPollIntervalMs;
    if (due.value > clock.value) this.sim.post(this.pollCode, consumer, this.pollLife[consumer]);
    else this.groups.expel(consumer);
  }
}
