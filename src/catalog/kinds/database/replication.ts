import type { PlanNode, Sampler } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { CommitLog } from "./commit-log";
import type { DatabaseConfig } from "./definition";
import type { Freshness } from "./freshness";
import { NONE, type Shards } from "./shards";

export const ASYNCHRONOUS = 0;
const FIRST = 1;
const ANY = 2;
const MODES = { asynchronous: ASYNCHRONOUS, synchronous: FIRST, quorum: ANY } as const;

/**
 * Streaming replication, shard by shard: standbys receive the leader's commits in order, each after its lag, and apply
 * them after the replay delay (PostgreSQL docs, 27.2.5 and 27.2.8).
 */
export class Replication {
  /** By node. */
  readonly mode: Uint8Array;
  readonly log: CommitLog;
  /** By shard: position of the last commit that its caller was told of. */
  readonly acknowledged: Float64Array;
  /** By replica: positions of the last commit on disk, and of the last one that reads see. */
  readonly received: Float64Array;
  /** By replica: commits wait for it (PostgreSQL's sync_state), or it has been the leader they were made on. */
  readonly isSync: Uint8Array;
  /** By replica: cut off from its peers, as far as it is above 0. */
  readonly isolated: Float64Array;
  readonly applied: Float64Array;
  private readonly needed: Int32Array;
  private readonly untilApplied: Uint8Array;
  /** By replica: when the last commit on its way will be received, and when the last received will be applied [ms]. */
  private readonly receiveMs: Float64Array;
  private readonly applyMs: Float64Array;
  /** By shard: rises with every failover, so that what an old leader sent counts for nothing. */
  private readonly epoch: Int32Array;
  private readonly lag: Sampler[] = [];
  private readonly replay: Sampler[] = [];
  private readonly stopped: Float64Array;
  private readonly diskFull: Float64Array;
  private readonly receiveCode: number;
  private readonly applyCode: number;

  /** @param advanced hears that more commits of a shard are acknowledged, or that another instance leads */
  constructor(
    private readonly sim: Sim,
    private readonly shards: Shards,
    private readonly freshness: Freshness,
    private readonly advanced: (shard: number) => void,
  ) {
    const { nodes, replicas } = sim.plan;
    this.mode = new Uint8Array(nodes.length);
    this.needed = new Int32Array(nodes.length);
    this.untilApplied = new Uint8Array(nodes.length);
    const fails = (node: PlanNode) => (node.config as Partial<DatabaseConfig>).failover?.enabled === true;
    this.log = new CommitLog(
      sim,
      shards,
      Uint8Array.from(nodes, (node) => (fails(node) ? 1 : 0)),
    );
    this.acknowledged = new Float64Array(shards.total);
    this.epoch = new Int32Array(shards.total);
    this.received = new Float64Array(replicas);
    this.applied = new Float64Array(replicas);
    this.receiveMs = new Float64Array(replicas);
    this.applyMs = new Float64Array(replicas);
    this.isSync = new Uint8Array(replicas);
    this.isolated = sim.conditions.column("replicas", "isolated");
    this.stopped = sim.conditions.column("replicas", "replication");
    this.diskFull = sim.conditions.column("replicas", "disk-full");
    this.receiveCode = sim.register((sent, position) => this.arrived(sent, position));
    this.applyCode = sim.register((sent, position) => {
      const replica = sent % replicas;
      if ((sent - replica) / replicas === this.epoch[shards.of[replica]]) this.apply(replica, position);
    });
    sim.conditions.watch(() => this.reconnect());
  }

  configure(node: PlanNode, lag: Sampler, replay: Sampler): void {
    const { index } = node;
    const config = node.config as DatabaseConfig;
    this.lag[index] = lag;
    this.replay[index] = replay;
    this.mode[index] = MODES[config.replication];
    this.needed[index] = config.syncStandbys;
    this.untilApplied[index] = config.commitAfter === "applied" ? 1 : 0;
    for (let s = 0; s < this.shards.count[index]; s++) this.acknowledge(this.shards.first[index] + s);
  }

  /** The leader has committed a write at the end of its log: it goes out to every standby. */
  committed(shard: number, key: number, bytes: number): void {
    const { clock, due, scratch, plan } = this.sim;
    const { base, size, node: nodeOf, leader: leaders } = this.shards;
    const position = this.log.append(shard, bytes);
    const node = nodeOf[shard];
    if (this.mode[node] === ASYNCHRONOUS) {
      this.acknowledged[shard] = position;
      this.freshness.written(shard, key, position);
    }
    if (size[shard] === 1) return;
    const leader = leaders[shard];
    this.received[leader] = position;
    this.applied[leader] = position;
    const sent = this.epoch[shard] * plan.replicas;
    for (let standby = base[shard]; standby < base[shard] + size[shard]; standby++) {
      if (standby === leader) continue;
      this.lag[node](scratch);
      const at = clock.value + scratch.value;
      if (at > this.receiveMs[standby]) this.receiveMs[standby] = at;
      if (this.receiveMs[standby] <= clock.value) {
        this.arrived(sent + standby, position);
        continue;
      }
      due.value = this.receiveMs[standby];
      this.sim.post(this.receiveCode, sent + standby, position | 0);
    }
  }

  /** An instance is back: it applies what it has, and gets what it missed. */
  catchUp(replica: number): void {
    this.scheduleApply(replica);
    const shard = this.shards.of[replica];
    if (!this.streams(shard, replica) || this.sim.conditions.isPaused[replica] === 1) return;
    // What is on its way comes in order, and with it all before.
    if (this.sim.clock.value < this.receiveMs[replica]) return;
    this.receive(shard, replica, this.log.end[shard]);
  }

  /** The leader of a shard is back, or another: everybody who listens gets what they miss. */
  catchUpAll(shard: number): void {
    const { base, size, leader } = this.shards;
    for (let replica = base[shard]; replica < base[shard] + size[shard]; replica++) {
      if (replica !== leader[shard]) this.catchUp(replica);
    }
    this.acknowledge(shard);
  }

  /**
   * Another instance leads from what it has on: the rest of the log is gone, and the others continue from there
   * (pg_rewind). Returns how many acknowledged commits are lost.
   */
  promote(shard: number, replica: number): number {
    const { base, size, node, leader } = this.shards;
    const fork = this.received[replica];
    const lost = Math.max(0, this.acknowledged[shard] - fork);
    this.epoch[shard]++;
    this.log.cut(shard, fork);
    this.acknowledged[shard] = Math.min(this.acknowledged[shard], fork);
    if (this.mode[node[shard]] === ASYNCHRONOUS) this.acknowledged[shard] = fork;
    leader[shard] = replica;
    for (let other = base[shard]; other < base[shard] + size[shard]; other++) {
      this.received[other] = Math.min(this.received[other], fork);
      this.applied[other] = Math.min(this.applied[other], fork);
      this.receiveMs[other] = this.sim.clock.value;
    }
    this.applied[replica] = fork;
    this.freshness.forget(shard, fork);
    this.catchUpAll(shard);
    this.advanced(shard);
    return lost;
  }

  /**
   * Whether an instance is sure to have every acknowledged commit: it was a synchronous standby (Patroni's
   * synchronous_mode), or the best of so many that one of them must have acknowledged (its quorum mode).
   */
  isSafe(shard: number, replica: number, able: number): boolean {
    const node = this.shards.node[shard];
    if (this.isSync[replica] === 1) return true;
    return this.mode[node] === ANY && able >= this.shards.size[shard] - this.needed[node];
  }

  /** Bytes of the log that an instance has [B]; 0 when it is further back than the ring remembers. */
  bytesOf(replica: number): number {
    return this.log.bytesUpTo(this.shards.of[replica], this.received[replica]);
  }

  /** Age of the oldest commit that some standby has yet to apply [ms]; 0 when all are level. */
  lagMs(node: number): number {
    const { first, count, base, size, leader } = this.shards;
    let lag = 0;
    for (let shard = first[node]; shard < first[node] + count[node]; shard++) {
      for (let standby = base[shard]; standby < base[shard] + size[shard]; standby++) {
        if (standby !== leader[shard]) lag = Math.max(lag, this.log.ageMs(shard, this.applied[standby]));
      }
    }
    return lag;
  }

  /** A standby that the leader can send to; one that is paused is still connected. */
  streams(shard: number, replica: number): boolean {
    const { isDown, isPaused } = this.sim.conditions;
    const leader = this.shards.leader[shard];
    if (leader === NONE || isDown[leader] === 1 || isPaused[leader] === 1) return false;
    if (this.shards.rogue[shard] === replica) return false;
    if (isDown[replica] === 1 || this.stopped[replica] > 0 || this.diskFull[replica] > 0) return false;
    return this.isolated[leader] > 0 === this.isolated[replica] > 0;
  }

  /** Works out anew which commits are acknowledged, and by whom that is decided. */
  acknowledge(shard: number): void {
    const { node, leader } = this.shards;
    const mode = this.mode[node[shard]];
    const { isDown, isPaused } = this.sim.conditions;
    const first = leader[shard];
    if (first === NONE || isDown[first] === 1 || isPaused[first] === 1) return;
    const before = this.acknowledged[shard];
    if (mode === ASYNCHRONOUS) this.acknowledged[shard] = this.log.end[shard];
    else this.acknowledged[shard] = Math.max(before, mode === FIRST ? this.byFirst(shard) : this.byAny(shard));
    if (this.acknowledged[shard] > before) this.advanced(shard);
  }

  /** What the first k connected standbys all have (PostgreSQL, FIRST k); nothing new with fewer of them. */
  private byFirst(shard: number): number {
    const { base, size, node, leader } = this.shards;
    let missing = this.needed[node[shard]];
    let least = this.log.end[shard];
    for (let replica = base[shard]; replica < base[shard] + size[shard]; replica++) {
      this.isSync[replica] = 0;
      if (replica === leader[shard]) this.isSync[replica] = 1;
      else if (missing > 0 && this.streams(shard, replica)) {
        // One that has just taken another's place must catch up before it can take the leader's.
        this.isSync[replica] = this.received[replica] >= this.acknowledged[shard] ? 1 : 0;
        missing--;
        least = Math.min(least, this.has(node[shard], replica));
      }
    }
    return missing > 0 ? 0 : least;
  }

  /** What any k connected standbys have (PostgreSQL, ANY k). */
  private byAny(shard: number): number {
    const { base, size, node, leader } = this.shards;
    const end = base[shard] + size[shard];
    let most = 0;
    for (let replica = base[shard]; replica < end; replica++) {
      this.isSync[replica] = replica === leader[shard] ? 1 : 0;
      if (replica === leader[shard] || !this.streams(shard, replica)) continue;
      const position = this.has(node[shard], replica);
      let asFar = 0;
      for (let other = base[shard]; other < end; other++) {
        if (other !== leader[shard] && this.streams(shard, other) && this.has(node[shard], other) >= position) asFar++;
      }
      if (asFar >= this.needed[node[shard]] && position > most) most = position;
    }
    return most;
  }

  private has(node: number, replica: number): number {
    return this.untilApplied[node] === 1 ? this.applied[replica] : this.received[replica];
  }

  private arrived(sent: number, position: number): void {
    const { replicas } = this.sim.plan;
    const replica = sent % replicas;
    const shard = this.shards.of[replica];
    if ((sent - replica) / replicas !== this.epoch[shard]) return;
    if (!this.streams(shard, replica) || this.sim.conditions.isPaused[replica] === 1) return;
    this.receive(shard, replica, position);
  }

  /** A standby has the log up to here. */
  receive(shard: number, replica: number, position: number): void {
    if (position <= this.received[replica]) return;
    this.received[replica] = position;
    this.scheduleApply(replica);
    if (this.mode[this.shards.node[shard]] !== ASYNCHRONOUS) this.acknowledge(shard);
  }

  /** What has been received is replayed, in order. */
  private scheduleApply(replica: number): void {
    const { clock, due, scratch, conditions } = this.sim;
    const position = this.received[replica];
    if (this.applied[replica] === position) return;
    this.replay[conditions.nodeOf(replica)](scratch);
    const at = clock.value + scratch.value;
    if (at > this.applyMs[replica]) this.applyMs[replica] = at;
    if (this.applyMs[replica] <= clock.value) {
      this.apply(replica, position);
      return;
    }
    due.value = this.applyMs[replica];
    this.sim.post(this.applyCode, this.epoch[this.shards.of[replica]] * this.sim.plan.replicas + replica, position | 0);
  }

  private apply(replica: number, position: number): void {
    const { conditions } = this.sim;
    if (conditions.isDown[replica] === 1 || conditions.isPaused[replica] === 1) return;
    if (position <= this.applied[replica]) return;
    this.applied[replica] = position;
    const shard = this.shards.of[replica];
    if (this.untilApplied[this.shards.node[shard]] === 1) this.acknowledge(shard);
  }

  /** What can stream again catches up; what no longer can leaves its place among the synchronous ones to others. */
  private reconnect(): void {
    for (let shard = 0; shard < this.shards.total; shard++) {
      if (this.shards.size[shard] > 1) this.catchUpAll(shard);
    }
  }
}
