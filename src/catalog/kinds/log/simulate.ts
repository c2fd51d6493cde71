import { NO_CALL } from "../../../engine/calls";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Brokers } from "./brokers";
import { Consumers } from "./consumers";
import type { LogConfig } from "./definition";
import { Groups } from "./groups";
import { Producers } from "./producers";
import { ACKNOWLEDGED, Records } from "./records";

/** A log after Kafka: brokers keep partitions, producers append, groups of consumers read. */
export const simulateLog: SimulateKind = (sim, nodes) => new Logs(sim, nodes);

class Logs implements KindHandlers {
  private readonly records: Records[] = [];
  private readonly brokers: Brokers;
  private readonly producers: Producers;
  private readonly groups: Groups;
  private readonly consumers: Consumers;
  private readonly acknowledgedLost: Float64Array;
  private readonly deadLetters: Int32Array;
  private readonly config: LogConfig[] = [];

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    const { links, nodes: all } = sim.plan;
    this.acknowledgedLost = new Float64Array(all.length);
    this.deadLetters = new Int32Array(all.length).fill(-1);
    for (const { index, config, out } of nodes) {
      for (let p = 0; p < (config as LogConfig).partitions; p++) this.records.push(new Records());
      this.deadLetters[index] = out.find((link) => links[link].deadLetter) ?? -1;
    }
    this.brokers = new Brokers(sim, nodes, {
      advanced: (partition) => {
        this.producers.advanced(partition);
        this.consumers.pumpPartition(partition);
      },
      led: (partition, end) => this.led(partition, end),
      changed: (node) => this.goOn(node),
      endOf: (partition) => this.records[partition].end,
    });
    this.groups = new Groups(sim, nodes, {
      taken: (slot) => this.consumers.taken(slot),
      given: (group) => this.consumers.pumpGroup(group),
    });
    this.consumers = new Consumers(sim, this.brokers, this.groups, this.records, (node, token, key) => this.sendAway(node, token, key));
    this.producers = new Producers(sim, nodes, this.brokers, this.records, (partition, count) => this.written(partition, count));
    sim.replicas.watch((replica) => {
      if (this.brokers.partitions[sim.conditions.nodeOf(replica)] > 0) this.brokers.lifeChanged(replica);
    });
    sim.conditions.watch(() => {
      for (const { index } of this.nodes) this.brokers.changed(index);
      this.groups.changed();
      for (const { index } of this.nodes) this.goOn(index);
    });
  }

  configure(node: PlanNode): void {
    this.config[node.index] = node.config as LogConfig;
    this.brokers.configure(node);
    this.groups.configure(node);
    this.consumers.configure(node);
    this.producers.configure(node);
    this.goOn(node.index);
  }

  start(): void {
    this.brokers.start();
    this.groups.start();
  }

  request(call: number): void {
    this.producers.request(call);
  }

  route(call: number): number {
    return this.producers.brokerFor(call);
  }

  answer(token: number, call: number): void {
    // What becomes of a dead letter is nobody's concern.
    if (token !== NO_CALL) this.consumers.answer(token, call);
  }

  crashed(): void {}
  restarted(): void {}
  paused(): void {}
  resumed(): void {}

  backlog(link: number): number {
    let lag = 0;
    for (const group of this.groups.all) {
      if (group.link !== link) continue;
      for (let slot = group.slots; slot < group.slots + group.partitions; slot++) lag += this.consumers.lag(slot);
    }
    return lag;
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { clock } = this.sim;
    const { brokers, groups, consumers } = this;
    out.fill(0, at, at + 7);
    groups.all.forEach((group, g) => {
      if (group.node.index !== node) return;
      if (groups.isRebalancing(g)) out[at + 5]++;
      for (let slot = group.slots; slot < group.slots + group.partitions; slot++) {
        const lag = consumers.lag(slot);
        out[at] += lag;
        out[at + 1] = Math.max(out[at + 1], lag);
        const records = this.records[consumers.partitionOf(slot)];
        const next = consumers.processed(slot);
        if (next < records.end) out[at + 2] = Math.max(out[at + 2], clock.value - records.atMs(next));
      }
    });
    for (let p = brokers.base[node]; p < brokers.base[node] + brokers.partitions[node]; p++) {
      if (brokers.isUnderReplicated(p)) out[at + 3]++;
      if (brokers.leaderBroker(p) === -1) out[at + 4]++;
    }
    out[at + 6] = this.producers.waiting(node);
  }

  parts(node: number, out: Float32Array, at: number): void {
    const { brokers, consumers, groups } = this;
    for (const group of groups.all) {
      if (group.node.index !== node) continue;
      for (let slot = group.slots; slot < group.slots + group.partitions; slot++) {
        out[at + consumers.partitionOf(slot) - brokers.base[node]] += consumers.lag(slot);
      }
    }
  }

  figures(node: number, out: Float64Array): void {
    const { brokers, consumers, groups, producers } = this;
    out[0] = this.acknowledgedLost[node];
    out[1] = producers.lostUnnoticed[node];
    out[2] = consumers.duplicates[node];
    out[3] = consumers.lostInWork[node];
    out[4] = consumers.failed[node];
    out[5] = consumers.expiredUnread[node];
    out[6] = groups.rebalances[node];
    out[7] = brokers.elections[node];
  }

  /** Producers and consumers take up what they could not do before. */
  private goOn(node: number): void {
    this.producers.tryAgain(node);
    this.groups.all.forEach((group, g) => {
      if (group.node.index === node) this.consumers.pumpGroup(g);
    });
  }

  private written(partition: number, count: number): void {
    const node = this.brokers.logOf(partition);
    for (const group of this.groups.all) if (group.node.index === node) this.sim.meter.changeQueued(node, count);
    this.retain(partition);
  }

  /** Deletes what is too old or too much, and forgets what everybody has read. */
  private retain(partition: number): void {
    const { clock } = this.sim;
    const { retentionMs, retentionBytes } = this.config[this.brokers.logOf(partition)];
    const records = this.records[partition];
    const before = records.first;
    const tooOld = (offset: number) => retentionMs > 0 && records.atMs(offset) + retentionMs <= clock.value;
    const tooMuch = (offset: number) => retentionBytes > 0 && records.bytesAfter(offset) >= retentionBytes;
    let first = before;
    while (first < records.end && (tooOld(first) || tooMuch(first))) first++;
    if (first > before) this.consumers.deleted(partition, first);
    // Records in work are still needed, should their delivery be tried again.
    records.first = Math.max(before, this.consumers.wanted(partition));
  }

  /** A new leader: what it does not have is gone. */
  private led(partition: number, end: number): void {
    const node = this.brokers.logOf(partition);
    const records = this.records[partition];
    for (let offset = end; offset < records.end; offset++) {
      if (records.has(offset, ACKNOWLEDGED)) this.acknowledgedLost[node]++;
    }
    const lost = records.end - end;
    if (lost > 0) {
      records.end = end;
      for (const group of this.groups.all) if (group.node.index === node) this.sim.meter.changeQueued(node, -lost);
      this.consumers.truncated(partition, end);
    }
    this.producers.truncated(partition, end);
    this.goOn(node);
  }

  private sendAway(node: number, token: number, key: number): void {
    const link = this.deadLetters[node];
    if (link === -1) return;
    const { calls, flow } = this.sim;
    const letter = flow.call(token, link, calls.operation(token), key, -1);
    calls.setParent(letter, NO_CALL);
    calls.release(token);
  }
}
