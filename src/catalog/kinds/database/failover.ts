import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import type { DatabaseConfig } from "./definition";
import { ASYNCHRONOUS, type Replication } from "./replication";
import { NONE, type Shards } from "./shards";

type Settings = DatabaseConfig["failover"];

/**
 * Who leads each shard. A leader renews its lock with every heartbeat; when the lock has expired there is an election,
 * and at its end the most advanced standby leads (Patroni's ttl and loop_wait; Sentinel's PING and
 * down-after-milliseconds). With fencing a leader that cannot renew steps down before its lock expires (Patroni's
 * retry_timeout), or as soon as it runs again; without, it goes on until it is reached again, at a heartbeat.
 */
export class Failover {
  /** By node. */
  readonly lostWrites: Float64Array;
  readonly conflictingWrites: Float64Array;
  readonly failovers: Float64Array;
  /** The longest from a leader's death to the next accepted write [ms]; NaN before the first. */
  readonly recoveryMs: Float64Array;
  /** By shard: when the leader died [ms]; NaN while all is well. */
  private readonly diedMs: Float64Array;
  /** By shard: its last heartbeat [ms], and the log it reported then [B]. */
  private readonly beatMs: Float64Array;
  private readonly reportedBytes: Float64Array;
  /** By shard: a heartbeat was missed since; and a number of its own for each such spell, which events of it carry. */
  private readonly isMissed: Uint8Array;
  private readonly spell: Int32Array;
  private readonly isElecting: Uint8Array;
  /** By shard: who was promoted last; and by replica: it lost its lock while it was paused. */
  private readonly last: Int32Array;
  private readonly isDeposed: Uint8Array;
  /** By shard: the leader is no worse than cut off, so that its own callers may go on. */
  private readonly isCutOff: Uint8Array;
  private readonly settings: Settings[] = [];
  private readonly beatCode: number;
  private readonly stepDownCode: number;
  private readonly expireCode: number;
  private readonly electedCode: number;
  /** By node: how often an operator has asked for another leader, and the shards' chosen ones while they take over. */
  private readonly asked: Float64Array;
  private readonly askedBefore: Float64Array;
  private readonly successor: Int32Array;
  private readonly switchedCode: number;

  /** @param disconnect breaks all connections of an instance that no longer leads */
  constructor(
    private readonly sim: Sim,
    private readonly shards: Shards,
    private readonly replication: Replication,
    private readonly disconnect: (replica: number) => void,
  ) {
    const { nodes } = sim.plan;
    this.lostWrites = new Float64Array(nodes.length);
    this.conflictingWrites = new Float64Array(nodes.length);
    this.failovers = new Float64Array(nodes.length);
    this.recoveryMs = new Float64Array(nodes.length).fill(Number.NaN);
    this.diedMs = new Float64Array(shards.total).fill(Number.NaN);
    this.beatMs = new Float64Array(shards.total);
    this.reportedBytes = new Float64Array(shards.total);
    this.isMissed = new Uint8Array(shards.total);
    this.spell = new Int32Array(shards.total);
    this.isElecting = new Uint8Array(shards.total);
    this.last = shards.leader.slice();
    this.isDeposed = new Uint8Array(sim.plan.replicas);
    this.isCutOff = new Uint8Array(shards.total);
    this.beatCode = sim.register((shard) => this.beat(shard));
    this.stepDownCode = sim.register((shard, spell) => this.stepDown(shard, spell));
    this.expireCode = sim.register((shard, spell) => this.expire(shard, spell));
    this.electedCode = sim.register((shard) => this.elected(shard));
    this.asked = sim.conditions.column("nodes", "failover");
    this.askedBefore = new Float64Array(nodes.length);
    this.successor = new Int32Array(shards.total).fill(NONE);
    this.switchedCode = sim.register((shard) => this.switched(shard));
    sim.conditions.watch(() => this.watchLeaders());
    sim.conditions.watch(() => this.watchOperator());
  }

  configure(node: PlanNode): void {
    this.settings[node.index] = (node.config as DatabaseConfig).failover;
  }

  enabled(node: number): boolean {
    return this.settings[node].enabled;
  }

  start(): void {
    for (let shard = 0; shard < this.shards.total; shard++) {
      if (this.of(shard).enabled && this.shards.size[shard] > 1) this.postIn(this.of(shard).heartbeatMs, this.beatCode, shard, 0);
    }
  }

  /** A write is acknowledged by this instance. */
  accepted(shard: number, replica: number): void {
    const node = this.shards.node[shard];
    if (this.shards.leader[shard] !== replica) {
      // Nobody else has it, and nobody will.
      this.conflictingWrites[node]++;
      this.lostWrites[node]++;
      return;
    }
    if (!(this.diedMs[shard] >= 0) || !this.isAble(replica)) return;
    const tookMs = this.sim.clock.value - this.diedMs[shard];
    if (!(this.recoveryMs[node] > tookMs)) this.recoveryMs[node] = tookMs;
    this.diedMs[shard] = Number.NaN;
  }

  /** An instance is told to stop: one that leads lets a standby take over first, as Patroni's does on its way down. */
  leaves(replica: number): void {
    const shard = this.shards.of[replica];
    if (this.shards.leader[shard] === replica && this.of(shard).enabled) this.switchOver(shard);
  }

  /** The process of an instance goes on after a pause: a leader whose place was taken finds out at once if fenced. */
  resumed(replica: number): void {
    if (this.isDeposed[replica] === 1) this.disconnect(replica);
    this.isDeposed[replica] = 0;
  }

  /** The process of an instance has died: what it comes back as is a standby, or the leader if it still has the lock. */
  crashed(replica: number): void {
    const shard = this.shards.of[replica];
    if (this.shards.rogue[shard] === replica) this.shards.rogue[shard] = NONE;
    this.isDeposed[replica] = 0;
  }

  /** How long some shard has been without a leader that accepts writes [ms]; 0 while all have one. */
  outageMs(node: number): number {
    const { first, count } = this.shards;
    let longest = 0;
    for (let shard = first[node]; shard < first[node] + count[node]; shard++) {
      if (this.diedMs[shard] >= 0) longest = Math.max(longest, this.sim.clock.value - this.diedMs[shard]);
    }
    return longest;
  }

  private of(shard: number): Settings {
    return this.settings[this.shards.node[shard]];
  }

  /** It runs, and can reach its peers. */
  private isAble(replica: number): boolean {
    const { isDown, isPaused } = this.sim.conditions;
    return isDown[replica] === 0 && isPaused[replica] === 0 && this.replication.isolated[replica] === 0;
  }

  /** And is not on its way down. */
  private mayLead(replica: number): boolean {
    return this.isAble(replica) && this.sim.replicas.listed[replica] === 1;
  }

  private watchLeaders(): void {
    const { isDown, isPaused } = this.sim.conditions;
    for (let shard = 0; shard < this.shards.total; shard++) {
      const leader = this.shards.leader[shard];
      if (leader === NONE) continue;
      const stopped = isDown[leader] === 1 || isPaused[leader] === 1;
      if (stopped || this.replication.isolated[leader] > 0) {
        if (!(this.diedMs[shard] >= 0)) this.diedMs[shard] = this.sim.clock.value;
        this.isCutOff[shard] = stopped ? 0 : 1;
      } else if (this.isCutOff[shard] === 1) {
        this.diedMs[shard] = Number.NaN;
        this.isCutOff[shard] = 0;
      }
    }
  }

  private watchOperator(): void {
    for (let node = 0; node < this.asked.length; node++) {
      const isNew = this.asked[node] > this.askedBefore[node];
      this.askedBefore[node] = this.asked[node];
      if (!isNew) continue;
      for (let shard = 0; shard < this.shards.total; shard++) if (this.shards.node[shard] === node) this.switchOver(shard);
    }
  }

  /** The leader sends what it has to the most advanced standby and stops; that one leads after the election. */
  private switchOver(shard: number): void {
    const { leader, base, size } = this.shards;
    const { received } = this.replication;
    const old = leader[shard];
    if (old === NONE || !this.isAble(old) || this.isElecting[shard] === 1) return;
    let chosen = NONE;
    for (let replica = base[shard]; replica < base[shard] + size[shard]; replica++) {
      if (replica === old || !this.mayLead(replica) || !this.replication.streams(shard, replica)) continue;
      if (chosen === NONE || received[replica] > received[chosen]) chosen = replica;
    }
    if (chosen === NONE) return;
    this.replication.receive(shard, chosen, this.replication.log.end[shard]);
    this.diedMs[shard] = this.sim.clock.value;
    this.isCutOff[shard] = 0;
    leader[shard] = NONE;
    this.disconnect(old);
    this.successor[shard] = chosen;
    this.isElecting[shard] = 1;
    this.postIn(this.of(shard).electionMs, this.switchedCode, shard, 0);
  }

  private switched(shard: number): void {
    const chosen = this.successor[shard];
    this.isElecting[shard] = 0;
    this.successor[shard] = NONE;
    if (this.mayLead(chosen)) this.promote(shard, chosen);
    else this.elect(shard);
  }

  private beat(shard: number): void {
    const { leader, rogue } = this.shards;
    const { heartbeatMs, ttlMs, fencing, retryMs } = this.of(shard);
    this.postIn(heartbeatMs, this.beatCode, shard, 0);
    if (rogue[shard] !== NONE && this.isAble(rogue[shard])) {
      const old = rogue[shard];
      rogue[shard] = NONE;
      this.disconnect(old);
      this.replication.catchUp(old);
    }
    if (leader[shard] === NONE) {
      // The lock may not have expired yet.
      if (this.isMissed[shard] === 0) this.elect(shard);
      return;
    }
    if (this.isAble(leader[shard])) {
      this.beatMs[shard] = this.sim.clock.value;
      this.reportedBytes[shard] = this.replication.log.bytes[shard];
      this.isMissed[shard] = 0;
      this.spell[shard]++;
      return;
    }
    if (this.isMissed[shard] === 1) return;
    this.isMissed[shard] = 1;
    this.spell[shard]++;
    this.postIn(this.beatMs[shard] + ttlMs - this.sim.clock.value, this.expireCode, shard, this.spell[shard]);
    if (fencing) this.postIn(retryMs, this.stepDownCode, shard, this.spell[shard]);
  }

  /** The leader has failed to renew its lock for too long: whatever the others do, it leads no more. */
  private stepDown(shard: number, spell: number): void {
    const { leader } = this.shards;
    const old = leader[shard];
    if (spell !== this.spell[shard] || old === NONE) return;
    const { isDown, isPaused } = this.sim.conditions;
    // The dead and the stopped can do nothing.
    if (isDown[old] === 1 || isPaused[old] === 1) return;
    leader[shard] = NONE;
    this.disconnect(old);
  }

  private expire(shard: number, spell: number): void {
    if (spell !== this.spell[shard]) return;
    this.isMissed[shard] = 0;
    this.elect(shard);
    if (!this.of(shard).fencing) return;
    this.stepDown(shard, spell);
    const old = this.shards.leader[shard];
    if (old !== NONE && this.sim.conditions.isDown[old] === 0) this.isDeposed[old] = 1;
    this.shards.leader[shard] = NONE;
  }

  private elect(shard: number): void {
    if (this.isElecting[shard] === 1) return;
    this.isElecting[shard] = 1;
    this.postIn(this.of(shard).electionMs, this.electedCode, shard, 0);
  }

  private elected(shard: number): void {
    const { leader, rogue } = this.shards;
    this.isElecting[shard] = 0;
    const old = leader[shard];
    const chosen = old !== NONE && this.isAble(old) ? old : this.mostAdvanced(shard);
    if (chosen === NONE || chosen === old) return;
    const { isDown } = this.sim.conditions;
    if (old !== NONE && isDown[old] === 0) {
      if (rogue[shard] !== NONE) this.disconnect(rogue[shard]);
      rogue[shard] = old;
    }
    this.promote(shard, chosen);
  }

  private promote(shard: number, chosen: number): void {
    const { node } = this.shards;
    if (chosen !== this.last[shard]) this.failovers[node[shard]]++;
    this.last[shard] = chosen;
    this.isCutOff[shard] = 0;
    this.beatMs[shard] = this.sim.clock.value;
    this.lostWrites[node[shard]] += this.replication.promote(shard, chosen);
    this.reportedBytes[shard] = this.replication.log.bytes[shard];
  }

  /** Of those that may lead the one with the longest log, the first of equals; NONE where nobody may. */
  private mostAdvanced(shard: number): number {
    const { base, size, node } = this.shards;
    const { received, mode } = this.replication;
    let best = NONE;
    let able = 0;
    for (let replica = base[shard]; replica < base[shard] + size[shard]; replica++) {
      if (!this.mayLead(replica)) continue;
      able++;
      const lacks = this.reportedBytes[shard] - this.replication.bytesOf(replica);
      if (lacks > this.of(shard).maxLagBytes) continue;
      if (best === NONE || received[replica] > received[best]) best = replica;
    }
    if (best === NONE || mode[node[shard]] === ASYNCHRONOUS) return best;
    return this.replication.isSafe(shard, best, able) ? best : NONE;
  }

  private postIn(delayMs: number, code: number, shard: number, spell: number): void {
    const { clock, due } = this.sim;
    if (delayMs <= 0) {
      this.sim.soon(code, shard, spell);
      return;
    }
    due.value = clock.value + delayMs;
    this.sim.post(code, shard, spell);
  }
}
