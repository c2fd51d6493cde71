import type { Stream } from "../../../base/stream";
import { CallLists } from "../../../engine/call-lists";
import { NO_CALL, QUEUED, TRACED } from "../../../engine/calls";
import { ERROR, OK, UNAVAILABLE } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { Brokers } from "./brokers";
import { NOBODY } from "./brokers";
import type { LogConfig } from "./definition";
import { ACKNOWLEDGED, POISON, type Records, SHOWN } from "./records";

const STICKY = 1;
const IN_TURN = 2;

/** Producers' clients and the leaders' doors: records are batched, sent to their partition, appended, acknowledged. */
export class Producers {
  readonly lostUnnoticed: Float64Array;
  private readonly config: LogConfig[] = [];
  private readonly partitioner: Uint8Array;
  /** Batches being filled, one per producer link and partition. */
  private readonly timeoutLane: Int32Array;
  private readonly batches: CallLists;
  private readonly batchBase: Int32Array;
  private readonly batchBytes: Float64Array;
  private readonly batchLife: Int32Array;
  private readonly batchPartition: Int32Array;
  /** By partition: records that wait for a leader that takes them, that are being written, and for their followers. */
  private readonly sending: CallLists;
  private readonly appending: CallLists;
  private readonly following: CallLists;
  private readonly appendLife: Int32Array;
  /** Where the next keyless record goes, by link. */
  private readonly next: Int32Array;
  private readonly choice: Stream[];
  private readonly poison: Stream[];
  private readonly poisonRatio: Float64Array;
  private readonly diskFull: Float64Array;
  private readonly lingerCode: number;
  private readonly appendCode: number;
  private readonly giveUpCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly brokers: Brokers,
    private readonly records: readonly Records[],
    /** So many records were written to a partition. */
    private readonly written: (partition: number, count: number) => void,
  ) {
    const { nodes: all, links } = sim.plan;
    const partitions = records.length;
    this.partitioner = new Uint8Array(all.length);
    this.timeoutLane = new Int32Array(all.length);
    this.lostUnnoticed = new Float64Array(all.length);
    this.batchBase = new Int32Array(links.length);
    this.next = new Int32Array(links.length);
    const batchPartition: number[] = [];
    for (const { index, in: incoming } of nodes) {
      for (const link of incoming) {
        this.batchBase[link] = batchPartition.length;
        for (let p = 0; p < brokers.partitions[index]; p++) batchPartition.push(brokers.base[index] + p);
      }
    }
    this.batchPartition = Int32Array.from(batchPartition);
    this.batches = new CallLists(sim.calls, batchPartition.length);
    this.batchBytes = new Float64Array(batchPartition.length);
    this.batchLife = new Int32Array(batchPartition.length);
    this.sending = new CallLists(sim.calls, partitions);
    this.appending = new CallLists(sim.calls, partitions);
    this.following = new CallLists(sim.calls, partitions);
    this.appendLife = new Int32Array(partitions);
    this.choice = all.map((node) => sim.stream(`node:${node.id}:partition`));
    this.poison = all.map((node) => sim.stream(`node:${node.id}:poison`));
    this.poisonRatio = sim.conditions.column("replicas", "poison-message");
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.lingerCode = sim.register((batch, life) => {
      if (this.batchLife[batch] === life) this.flush(batch);
    });
    this.appendCode = sim.register((partition, life) => {
      if (this.appendLife[partition] === life) this.append(partition);
    });
    this.giveUpCode = sim.register((call, generation) => this.giveUp(call, generation));
  }

  configure(node: PlanNode): void {
    const config = node.config as LogConfig;
    this.config[node.index] = config;
    this.partitioner[node.index] = config.partitioner === "sticky" ? STICKY : config.partitioner === "key" ? 0 : IN_TURN;
    this.timeoutLane[node.index] = this.sim.lane(config.deliveryTimeoutMs, true);
    for (const link of node.in) this.sim.network.setOneWay(link, config.acks === "0");
  }

  waiting(node: number): number {
    const from = this.brokers.base[node];
    let waiting = 0;
    for (let p = from; p < from + this.brokers.partitions[node]; p++) waiting += this.sending.length[p] + this.following.length[p];
    return waiting;
  }

  request(call: number): void {
    const { calls, callee, meter, plan } = this.sim;
    const link = calls.link(call);
    const node = callee[link];
    const { lingerMs, batchBytes } = this.config[node];
    if (calls.replica(call) < 0) calls.setReplica(call, plan.nodes[node].replicaBase);
    meter.entered(node, call);
    const partition = this.partitionOf(node, link, calls.key(call));
    calls.setStep(call, partition);
    this.sim.postLane(this.timeoutLane[node], this.giveUpCode, call, calls.generation(call));
    const batch = this.batchBase[link] + partition;
    const bytes = plan.operations[calls.operation(call)].requestBytes;
    if (this.batches.length[batch] > 0 && this.batchBytes[batch] + bytes > batchBytes) this.flush(batch);
    calls.setState(call, QUEUED);
    this.batches.append(batch, call);
    this.batchBytes[batch] += bytes;
    if (lingerMs === 0 || this.batchBytes[batch] >= batchBytes) this.flush(batch);
    else if (this.batches.length[batch] === 1) {
      const { clock, due } = this.sim;
      due.value = clock.value + lingerMs;
      this.sim.post(this.lingerCode, batch, this.batchLife[batch]);
    }
  }

  /** Leaders, disks or copies in sync have changed: what waits is tried again. */
  tryAgain(node: number): void {
    const from = this.brokers.base[node];
    for (let p = from; p < from + this.brokers.partitions[node]; p++) {
      if (this.brokers.leaderBroker(p) === NOBODY) this.dropAppending(p);
      this.transmit(p);
    }
  }

  /** The copies in sync have all up to the watermark. */
  advanced(partition: number): void {
    const { calls } = this.sim;
    const { following } = this;
    const upTo = this.brokers.watermark[partition];
    for (let call = following.head[partition]; call !== NO_CALL && calls.aux(call) < upTo; call = following.head[partition]) {
      following.remove(partition, call);
      this.records[partition].setFlag(calls.aux(call), ACKNOWLEDGED);
      this.answer(call, OK);
    }
  }

  /** Another leader has the records up to `end` only: producers send the rest again. */
  truncated(partition: number, end: number): void {
    this.dropAppending(partition);
    this.takeBack(partition, this.following, end);
  }

  /** The leader is gone with what it was writing. */
  private dropAppending(partition: number): void {
    if (this.appending.length[partition] === 0) return;
    this.appendLife[partition]++;
    this.takeBack(partition, this.appending, NO_CALL);
  }

  /** The broker that a record goes to, if it is sent now. */
  brokerFor(call: number): number {
    const { calls, callee, plan } = this.sim;
    const link = calls.link(call);
    const node = callee[link];
    const count = this.brokers.partitions[node];
    const inTurn = this.partitioner[node] === IN_TURN ? (this.next[link] + 1) % count : this.next[link];
    const partition = this.partitioner[node] === 0 ? mix(calls.key(call)) % count : inTurn;
    const leader = this.brokers.leaderBroker(this.brokers.base[node] + partition);
    return leader === NOBODY ? plan.nodes[node].replicaBase : leader;
  }

  private partitionOf(node: number, link: number, key: number): number {
    const count = this.brokers.partitions[node];
    if (this.partitioner[node] === 0) return mix(key) % count;
    if (this.partitioner[node] === IN_TURN) this.next[link] = (this.next[link] + 1) % count;
    return this.next[link];
  }

  /** The batch is full, or has waited long enough. */
  private flush(batch: number): void {
    const { calls, callee } = this.sim;
    const partition = this.batchPartition[batch];
    this.batchLife[batch]++;
    this.batchBytes[batch] = 0;
    let link = 0;
    for (let call = this.batches.shift(batch); call !== NO_CALL; call = this.batches.shift(batch)) {
      link = calls.link(call);
      this.sending.append(partition, call);
    }
    const node = callee[link];
    if (this.partitioner[node] === STICKY) this.next[link] = this.choice[node].below(this.brokers.partitions[node]);
    this.transmit(partition);
  }

  /** What waits goes to the leader, if it takes it and is not writing. */
  private transmit(partition: number): void {
    const { clock, conditions, due } = this.sim;
    if (this.sending.length[partition] === 0 || this.appending.length[partition] > 0) return;
    const node = this.brokers.logOf(partition);
    const { acks, minInsync, appendMs } = this.config[node];
    const leader = this.brokers.leaderBroker(partition);
    if (leader === NOBODY || this.diskFull[leader] > 0) {
      this.loseOneWay(partition);
      return;
    }
    if (acks === "all" && this.brokers.inSyncCount(partition) < minInsync) return;
    for (let call = this.sending.shift(partition); call !== NO_CALL; call = this.sending.shift(partition)) {
      this.appending.append(partition, call);
    }
    due.value = clock.value + appendMs * conditions.slowFactor[leader];
    if (due.value > clock.value) this.sim.post(this.appendCode, partition, this.appendLife[partition]);
    else this.append(partition);
  }

  /** The leader has written what it was sent. */
  private append(partition: number): void {
    const { calls, clock, conditions, plan } = this.sim;
    const node = this.brokers.logOf(partition);
    const leader = this.brokers.leaderBroker(partition);
    if (leader === NOBODY) return;
    this.appendLife[partition]++;
    const { acks } = this.config[node];
    const records = this.records[partition];
    const before = records.end;
    for (let call = this.appending.shift(partition); call !== NO_CALL; call = this.appending.shift(partition)) {
      if (conditions.fails(leader)) {
        this.answer(call, ERROR);
        continue;
      }
      const ratio = this.poisonRatio[leader];
      let flags = acks === "all" ? 0 : ACKNOWLEDGED;
      if (ratio > 0 && this.poison[node].chance(ratio)) flags |= POISON;
      if (calls.has(call, TRACED)) flags |= SHOWN;
      const operation = calls.operation(call);
      calls.setAux(call, records.end);
      records.append(calls.key(call), operation, calls.record(call), flags, clock.value, plan.operations[operation].requestBytes);
      if (acks === "all") this.following.append(partition, call);
      else this.answer(call, OK);
    }
    if (records.end > before) {
      this.written(partition, records.end - before);
      this.brokers.appended(partition, before);
    }
    this.transmit(partition);
  }

  /** What was not written after all goes back to the head of what waits. */
  private takeBack(partition: number, list: CallLists, from: number): void {
    const { calls, clock } = this.sim;
    const { deliveryTimeoutMs } = this.config[this.brokers.logOf(partition)];
    for (let call = list.tail[partition]; call !== NO_CALL && calls.aux(call) >= from; call = list.tail[partition]) {
      list.remove(partition, call);
      const isLate = clock.value - calls.arrivedMs(call) >= deliveryTimeoutMs;
      if (isLate || calls.isOneWay(call)) this.answer(call, UNAVAILABLE);
      else this.sending.insertAfter(partition, NO_CALL, call);
    }
  }

  /** Who does not wait for an acknowledgement does not try again either. */
  private loseOneWay(partition: number): void {
    const { calls } = this.sim;
    for (let call = this.sending.head[partition]; call !== NO_CALL && calls.isOneWay(call); call = this.sending.head[partition]) {
      this.sending.remove(partition, call);
      this.answer(call, UNAVAILABLE);
    }
  }

  /** The producer has tried long enough, unless the record is just being written. */
  private giveUp(call: number, generation: number): void {
    const { calls, callee } = this.sim;
    if (calls.generation(call) !== generation || calls.state(call) !== QUEUED) return;
    const partition = this.brokers.base[callee[calls.link(call)]] + calls.step(call);
    for (const list of [this.sending, this.following]) {
      if (!this.holds(list, partition, call)) continue;
      list.remove(partition, call);
      this.answer(call, UNAVAILABLE);
    }
  }

  private holds(list: CallLists, partition: number, call: number): boolean {
    for (let at = list.head[partition]; at !== NO_CALL; at = this.sim.calls.next(at)) if (at === call) return true;
    return false;
  }

  private answer(call: number, outcome: number): void {
    const { calls, callee, flow, meter } = this.sim;
    const node = callee[calls.link(call)];
    if (outcome !== OK && calls.isOneWay(call)) this.lostUnnoticed[node]++;
    meter.left(node, call, outcome, outcome);
    flow.reply(call, outcome, outcome);
  }
}

/** Spreads keys as murmur does: its finaliser over 32 bits. */
function mix(key: number): number {
  let h = key ^ (key >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
