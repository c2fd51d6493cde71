import type { PlanNode, Sampler } from "../../../engine/plan";
import { DRAINING, READY } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { distributionOf } from "../../distributions/registry";
import type { LogConfig } from "./definition";

/** No replica leads: the partition is offline. */
export const NOBODY = -1;

/** The most copies of a partition. */
const COPIES = 8;

interface Heard {
  /** All copies in sync have the partition's records up to its high watermark. */
  advanced(partition: number): void;
  /** Another copy leads, and has the records up to `end` only. */
  led(partition: number, end: number): void;
  /** Records can be written or read again, or no longer. */
  changed(node: number): void;
  /** The offset of the next record. */
  endOf(partition: number): number;
}

/**
 * Leaders, followers and who is in sync, by partition over all logs. Copy i of partition p is on broker p + i; copy
 * numbers, not brokers, are kept.
 */
export class Brokers {
  /** Of a log's partition 0. */
  readonly base: Int32Array;
  readonly partitions: Int32Array;
  readonly leader: Int8Array;
  /** Up to where consumers may read. */
  readonly watermark: Float64Array;
  readonly elections: Float64Array;
  private readonly copies: Int32Array;
  /** A bit for each copy in sync. */
  private readonly inSync: Uint8Array;
  /** Up to where each copy has the records, and when it last had all [ms]. */
  private readonly has: Float64Array;
  private readonly levelAtMs: Float64Array;
  /** When the last batch sent to a copy will be there [ms]: it keeps their order. */
  private readonly horizonMs: Float64Array;
  private readonly nodeOf: Int32Array;
  /** By broker: reachable as last seen, fenced, since when its process runs [ms]; `life` makes an old alarm void. */
  private readonly reachable: Uint8Array;
  private readonly fenced: Uint8Array;
  private readonly runsSinceMs: Float64Array;
  private readonly life: Int32Array;
  private readonly stalled: Float64Array;
  /** By broker: parted from the controllers and from the other brokers, as far as it is above 0. */
  private readonly isolated: Float64Array;
  private readonly config: LogConfig[] = [];
  private readonly replication: Sampler[] = [];
  private readonly arriveCode: number;
  private readonly fenceCode: number;
  private readonly lookCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
    private readonly heard: Heard,
  ) {
    const { replicas, nodes: all } = sim.plan;
    this.base = new Int32Array(all.length);
    this.partitions = new Int32Array(all.length);
    this.copies = new Int32Array(all.length);
    let count = 0;
    for (const { index, config } of nodes) {
      const { partitions, replicationFactor, brokers } = config as LogConfig;
      this.base[index] = count;
      this.partitions[index] = partitions;
      this.copies[index] = Math.min(replicationFactor, brokers);
      count += partitions;
    }
    this.nodeOf = new Int32Array(count);
    this.leader = new Int8Array(count);
    this.watermark = new Float64Array(count);
    this.inSync = new Uint8Array(count);
    this.has = new Float64Array(COPIES * count);
    this.levelAtMs = new Float64Array(COPIES * count);
    this.horizonMs = new Float64Array(COPIES * count);
    this.elections = new Float64Array(all.length);
    for (const { index } of nodes) {
      const from = this.base[index];
      this.nodeOf.fill(index, from, from + this.partitions[index]);
      this.inSync.fill((1 << this.copies[index]) - 1, from, from + this.partitions[index]);
    }
    this.reachable = new Uint8Array(replicas).fill(1);
    this.fenced = new Uint8Array(replicas);
    this.runsSinceMs = new Float64Array(replicas);
    this.life = new Int32Array(replicas);
    this.stalled = sim.conditions.column("replicas", "replication");
    this.isolated = sim.conditions.column("replicas", "isolated");
    this.arriveCode = sim.register((copy, end) => this.arrive(copy, end));
    this.fenceCode = sim.register((broker, life) => {
      if (this.life[broker] === life) this.fence(broker);
    });
    this.lookCode = sim.register((node) => this.look(node));
  }

  configure(node: PlanNode): void {
    const config = node.config as LogConfig;
    this.config[node.index] = config;
    const { replicationTime } = config;
    this.replication[node.index] = distributionOf(replicationTime).sampler(replicationTime, this.sim.stream(`node:${node.id}:replication`));
  }

  start(): void {
    for (const { index } of this.nodes) if (this.copies[index] > 1) this.lookLater(index);
  }

  logOf(partition: number): number {
    return this.nodeOf[partition];
  }

  /** The broker that leads, or NOBODY where none does or it cannot be reached. */
  leaderBroker(partition: number): number {
    const leader = this.leader[partition];
    if (leader === NOBODY) return NOBODY;
    const broker = this.brokerOf(partition, leader);
    return this.reachable[broker] === 1 ? broker : NOBODY;
  }

  inSyncCount(partition: number): number {
    let count = 0;
    for (let bits = this.inSync[partition]; bits !== 0; bits >>= 1) count += bits & 1;
    return count;
  }

  isUnderReplicated(partition: number): boolean {
    return this.inSyncCount(partition) < this.copies[this.nodeOf[partition]];
  }

  /** The leader has written records from `before` on: followers fetch them. */
  appended(partition: number, before: number): void {
    const leader = this.leader[partition];
    this.has[COPIES * partition + leader] = this.heard.endOf(partition);
    const copies = this.copies[this.nodeOf[partition]];
    for (let copy = 0; copy < copies; copy++) {
      if (copy === leader) continue;
      const at = COPIES * partition + copy;
      if (this.has[at] === before) this.levelAtMs[at] = this.sim.clock.value;
      this.send(partition, copy);
    }
    this.advance(partition);
  }

  /** A broker that is told to stop hands its partitions over first, so that nobody waits for its session to end. */
  lifeChanged(broker: number): void {
    const { state } = this.sim.replicas;
    if (state[broker] === DRAINING) this.handOver(broker);
    // Its stop was called off: it follows again.
    else if (state[broker] === READY && this.reachable[broker] === 1 && this.fenced[broker] === 1) {
      this.unfence(broker);
      this.eachCopyOn(broker, (partition) => this.catchUp(partition));
    }
  }

  /** Brokers came or went. */
  changed(node: number): void {
    const { clock, conditions, due, plan } = this.sim;
    const { replicaBase, replicas } = plan.nodes[node];
    for (let broker = replicaBase; broker < replicaBase + replicas; broker++) {
      const isUp = conditions.isDown[broker] === 0 && conditions.isPaused[broker] === 0;
      const now = isUp && this.isolated[broker] === 0 ? 1 : 0;
      if (now === this.reachable[broker]) continue;
      this.reachable[broker] = now;
      this.life[broker]++;
      if (now === 1) {
        this.runsSinceMs[broker] = clock.value;
        this.unfence(broker);
        continue;
      }
      const { brokerHeartbeatMs, brokerSessionMs } = this.config[node];
      const since = clock.value - this.runsSinceMs[broker];
      const lastMs = clock.value - (since % brokerHeartbeatMs);
      due.value = Math.max(clock.value, lastMs + brokerSessionMs);
      if (due.value === clock.value) this.fence(broker);
      else this.sim.post(this.fenceCode, broker, this.life[broker]);
    }
    const from = this.base[node];
    for (let p = from; p < from + this.partitions[node]; p++) this.catchUp(p);
  }

  private brokerOf(partition: number, copy: number): number {
    const node = this.nodeOf[partition];
    const { replicaBase, replicas } = this.sim.plan.nodes[node];
    return replicaBase + ((partition - this.base[node] + copy) % replicas);
  }

  private send(partition: number, copy: number): void {
    const { clock, due, scratch } = this.sim;
    const broker = this.brokerOf(partition, copy);
    this.replication[this.nodeOf[partition]](scratch);
    if (this.reachable[broker] === 0 || this.stalled[broker] > 0) return;
    const at = COPIES * partition + copy;
    const arriveMs = clock.value + scratch.value;
    if (arriveMs > this.horizonMs[at]) this.horizonMs[at] = arriveMs;
    due.value = this.horizonMs[at];
    const end = this.heard.endOf(partition);
    if (due.value <= clock.value) this.arrive(at, end);
    else this.sim.post(this.arriveCode, at, end);
  }

  /** A copy has the records up to `end`, if it can still be reached. */
  private arrive(at: number, end: number): void {
    const partition = Math.floor(at / COPIES);
    const copy = at % COPIES;
    const broker = this.brokerOf(partition, copy);
    const leader = this.leaderBroker(partition);
    if (this.reachable[broker] === 0 || this.stalled[broker] > 0 || leader === NOBODY || leader === broker) return;
    const all = this.heard.endOf(partition);
    const upTo = Math.min(end, all);
    if (upTo > this.has[at]) this.has[at] = upTo;
    if (this.has[at] === all) {
      this.levelAtMs[at] = this.sim.clock.value;
      if (this.fenced[broker] === 0 && (this.inSync[partition] & (1 << copy)) === 0) {
        this.inSync[partition] |= 1 << copy;
        this.heard.changed(this.nodeOf[partition]);
      }
    }
    this.advance(partition);
  }

  private advance(partition: number): void {
    const copies = this.copies[this.nodeOf[partition]];
    let least = this.heard.endOf(partition);
    for (let copy = 0; copy < copies; copy++) {
      if ((this.inSync[partition] & (1 << copy)) !== 0) least = Math.min(least, this.has[COPIES * partition + copy]);
    }
    if (least <= this.watermark[partition]) return;
    this.watermark[partition] = least;
    this.heard.advanced(partition);
  }

  /** Followers that are behind fetch what they lack. */
  private catchUp(partition: number): void {
    if (this.leaderBroker(partition) === NOBODY) return;
    const copies = this.copies[this.nodeOf[partition]];
    const end = this.heard.endOf(partition);
    for (let copy = 0; copy < copies; copy++) {
      if (copy === this.leader[partition]) continue;
      const isOut = (this.inSync[partition] & (1 << copy)) === 0;
      if (isOut || this.has[COPIES * partition + copy] < end) this.send(partition, copy);
    }
  }

  private handOver(broker: number): void {
    this.fenced[broker] = 1;
    this.eachCopyOn(broker, (partition, copy) => {
      // Where nobody else is in sync it leads on until its process ends.
      if (this.leader[partition] === copy && this.candidate(partition, true) === NOBODY) return;
      this.dropFromSync(partition, copy);
      if (this.leader[partition] === copy) this.elect(partition);
      this.advance(partition);
    });
    this.heard.changed(this.sim.conditions.nodeOf(broker));
  }

  private fence(broker: number): void {
    this.fenced[broker] = 1;
    const node = this.sim.conditions.nodeOf(broker);
    this.eachCopyOn(broker, (partition, copy) => {
      this.dropFromSync(partition, copy);
      if (this.leader[partition] === copy || this.leader[partition] === NOBODY) this.elect(partition);
      this.advance(partition);
    });
    this.heard.changed(node);
  }

  private unfence(broker: number): void {
    if (this.fenced[broker] === 0) return;
    this.fenced[broker] = 0;
    this.eachCopyOn(broker, (partition) => {
      if (this.leader[partition] === NOBODY) this.elect(partition);
    });
  }

  /** The last one in sync stays so: only it can lead without a loss. */
  private dropFromSync(partition: number, copy: number): void {
    const others = this.inSync[partition] & ~(1 << copy);
    if (others !== 0) this.inSync[partition] = others;
  }

  private elect(partition: number): void {
    const node = this.nodeOf[partition];
    const before = this.leader[partition];
    let next = this.candidate(partition, true);
    if (next === NOBODY && this.config[node].uncleanElection) {
      next = this.candidate(partition, false);
      if (next !== NOBODY) this.inSync[partition] = 1 << next;
    }
    if (next === before) return;
    this.leader[partition] = next;
    if (next === NOBODY) return;
    this.elections[node]++;
    const end = this.has[COPIES * partition + next];
    const copies = this.copies[node];
    for (let copy = 0; copy < copies; copy++) {
      const at = COPIES * partition + copy;
      if (this.has[at] > end) this.has[at] = end;
    }
    if (this.watermark[partition] > end) this.watermark[partition] = end;
    this.heard.led(partition, end);
    this.catchUp(partition);
    this.advance(partition);
  }

  private candidate(partition: number, mustBeInSync: boolean): number {
    const copies = this.copies[this.nodeOf[partition]];
    for (let copy = 0; copy < copies; copy++) {
      const broker = this.brokerOf(partition, copy);
      if (this.fenced[broker] === 1 || this.reachable[broker] === 0) continue;
      if (!mustBeInSync || (this.inSync[partition] & (1 << copy)) !== 0) return copy;
    }
    return NOBODY;
  }

  /** As Kafka looks for followers that lag: every half of the limit. */
  private look(node: number): void {
    const { clock } = this.sim;
    const from = this.base[node];
    let hasChanged = false;
    for (let p = from; p < from + this.partitions[node]; p++) {
      if (this.leaderBroker(p) === NOBODY) continue;
      const end = this.heard.endOf(p);
      for (let copy = 0; copy < this.copies[node]; copy++) {
        const at = COPIES * p + copy;
        if (copy === this.leader[p] || this.has[at] === end) this.levelAtMs[at] = clock.value;
        else if (clock.value - this.levelAtMs[at] > this.config[node].replicaLagMs && (this.inSync[p] & (1 << copy)) !== 0) {
          this.dropFromSync(p, copy);
          hasChanged = true;
        }
      }
      this.advance(p);
    }
    if (hasChanged) this.heard.changed(node);
    this.lookLater(node);
  }

  private lookLater(node: number): void {
    const { clock, due } = this.sim;
    due.value = clock.value + this.config[node].replicaLagMs / 2;
    this.sim.post(this.lookCode, node, 0);
  }

  private eachCopyOn(broker: number, visit: (partition: number, copy: number) => void): void {
    const node = this.sim.conditions.nodeOf(broker);
    const from = this.base[node];
    for (let p = from; p < from + this.partitions[node]; p++) {
      for (let copy = 0; copy < this.copies[node]; copy++) if (this.brokerOf(p, copy) === broker) visit(p, copy);
    }
  }
}
