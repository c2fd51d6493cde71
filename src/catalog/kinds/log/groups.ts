import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { type Targets, targetsOf } from "../../targets";
import { assignRange, assignSticky, UNOWNED } from "./assignment";
import type { LogConfig } from "./definition";

/** One outgoing link and the consumers behind it. */
export interface Group {
  readonly node: PlanNode;
  readonly link: number;
  readonly consumers: Targets;
  /** Of its first consumer among all consumers, and of its first partition among all groups' partitions. */
  readonly base: number;
  readonly slots: number;
  readonly partitions: number;
}

interface Heard {
  /** The consumer no longer has the partition, and its work on it counts for nothing. */
  taken(slot: number): void;
  /** Somebody has it, or may go on with it. */
  given(group: number): void;
}

/**
 * Who is in each consumer group, and who has which partition: the group's coordinator, its sessions and rebalances. A
 * slot is a partition of one group.
 */
export class Groups {
  readonly all: Group[] = [];
  /** Global consumer that has each slot, or UNOWNED. */
  readonly owner: Int32Array;
  readonly groupOfSlot: Int32Array;
  readonly groupOfConsumer: Int32Array;
  readonly rebalances: Float64Array;
  /** By consumer: its process takes part; the coordinator counts it in; what it has was given to the process that runs. */
  private readonly alive: Uint8Array;
  private readonly member: Uint8Array;
  private readonly current: Uint8Array;
  /** A dead process of its that the coordinator still waits for. */
  private readonly ghost: Uint8Array;
  private readonly expiresMs: Float64Array;
  private readonly beatsSinceMs: Float64Array;
  private readonly joinsMs: Float64Array;
  private readonly life: Int32Array;
  /** It was too slow, and comes back when it is done. */
  private readonly expelled: Uint8Array;
  private readonly wasDown: Uint8Array;
  private readonly rebalancing: Uint8Array;
  private readonly epoch: Int32Array;
  private readonly stopped: Float64Array;
  private readonly isolated: Float64Array;
  private readonly config: LogConfig[] = [];
  private readonly expireCode: number;
  private readonly completeCode: number;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly heard: Heard,
  ) {
    let base = 0;
    let slots = 0;
    for (const node of nodes) {
      for (const link of node.out) {
        if (sim.plan.links[link].deadLetter) continue;
        const consumers = targetsOf(sim.plan, node, [link]);
        const { partitions } = node.config as LogConfig;
        this.all.push({ node, link, consumers, base, slots, partitions });
        base += consumers.count;
        slots += partitions;
      }
    }
    this.owner = new Int32Array(slots).fill(UNOWNED);
    this.groupOfSlot = new Int32Array(slots);
    this.groupOfConsumer = new Int32Array(base);
    this.all.forEach((group, g) => {
      this.groupOfSlot.fill(g, group.slots, group.slots + group.partitions);
      this.groupOfConsumer.fill(g, group.base, group.base + group.consumers.count);
    });
    this.rebalances = new Float64Array(sim.plan.nodes.length);
    this.alive = new Uint8Array(base);
    this.member = new Uint8Array(base);
    this.current = new Uint8Array(base);
    this.ghost = new Uint8Array(base);
    this.expelled = new Uint8Array(base);
    this.wasDown = new Uint8Array(base);
    this.expiresMs = new Float64Array(base);
    this.beatsSinceMs = new Float64Array(base);
    this.joinsMs = new Float64Array(base);
    this.life = new Int32Array(base);
    this.rebalancing = new Uint8Array(this.all.length);
    this.epoch = new Int32Array(this.all.length);
    this.stopped = sim.conditions.column("replicas", "consumer-stopped");
    this.isolated = sim.conditions.column("replicas", "isolated");
    this.expireCode = sim.register((consumer, life) => {
      if (this.life[consumer] === life) this.expire(consumer);
    });
    this.completeCode = sim.register((group, epoch) => {
      if (this.epoch[group] === epoch) this.complete(group);
    });
  }

  configure(node: PlanNode): void {
    this.config[node.index] = node.config as LogConfig;
  }

  /** Groups are complete when the run begins. */
  start(): void {
    this.all.forEach((group, g) => {
      for (let i = 0; i < group.consumers.count; i++) {
        const consumer = group.base + i;
        this.alive[consumer] = this.takesPart(consumer) ? 1 : 0;
        this.member[consumer] = this.alive[consumer];
      }
      this.assign(g);
    });
  }

  replicaOf(consumer: number): number {
    const group = this.all[this.groupOfConsumer[consumer]];
    return group.consumers.replica[consumer - group.base];
  }

  /** Whether the process that was given the consumer's slots runs and takes part. */
  isAtWork(consumer: number): boolean {
    return this.alive[consumer] === 1 && this.current[consumer] === 1;
  }

  /** Whether the slot's owner may be sent records now. */
  mayFetch(slot: number): boolean {
    const consumer = this.owner[slot];
    if (consumer === UNOWNED || !this.isAtWork(consumer)) return false;
    const group = this.groupOfSlot[slot];
    if (this.rebalancing[group] === 0 || this.isCooperative(group)) return true;
    // With the eager protocol a consumer gives everything up when it hears of the rebalance.
    return this.sim.clock.value < this.joinsMs[consumer];
  }

  isRebalancing(group: number): boolean {
    return this.rebalancing[group] === 1;
  }

  /** Consumers came or went. */
  changed(): void {
    for (let consumer = 0; consumer < this.alive.length; consumer++) this.look(consumer);
  }

  /** The consumer held a record for too long: it leaves until `comesBack`. */
  expel(consumer: number): void {
    if (this.member[consumer] === 0) return;
    this.expelled[consumer] = 1;
    this.alive[consumer] = 0;
    this.leave(consumer);
  }

  comesBack(consumer: number): void {
    if (this.expelled[consumer] === 0) return;
    this.expelled[consumer] = 0;
    this.look(consumer);
  }

  private look(consumer: number): void {
    const { conditions } = this.sim;
    const replica = this.replicaOf(consumer);
    const isDown = conditions.isDown[replica];
    if (isDown > this.wasDown[consumer]) this.died(consumer);
    this.wasDown[consumer] = isDown;
    const now = this.takesPart(consumer) ? 1 : 0;
    if (now === this.alive[consumer]) return;
    this.alive[consumer] = now;
    const isPaused = conditions.isPaused[replica] === 1;
    if (now === 1) this.joinOrGoOn(consumer);
    else if (isDown === 0 && !isPaused && !this.isCutOff(consumer)) this.leave(consumer);
    else this.fallSilent(consumer);
  }

  /** Its process, session and all, is gone; a new one has nothing yet. */
  private died(consumer: number): void {
    if (this.alive[consumer] === 0 && this.member[consumer] === 1 && this.current[consumer] === 1) this.current[consumer] = 0;
    this.expelled[consumer] = 0;
  }

  private takesPart(consumer: number): boolean {
    const { conditions, replicas } = this.sim;
    const replica = this.replicaOf(consumer);
    const isUp = conditions.isDown[replica] === 0 && conditions.isPaused[replica] === 0 && replicas.listed[replica] === 1;
    return isUp && this.stopped[replica] === 0 && this.expelled[consumer] === 0 && !this.isCutOff(consumer);
  }

  /** Its heartbeats do not reach the coordinator, which is among the brokers that reach most of their peers. */
  private isCutOff(consumer: number): boolean {
    const { conditions, paths } = this.sim;
    const { node, link } = this.all[this.groupOfConsumer[consumer]];
    let broker = node.replicaBase;
    while (broker < node.replicaBase + node.replicas - 1 && this.isolated[broker] > 0) broker++;
    const path = paths.between(link, broker, this.replicaOf(consumer));
    return conditions.isCut[2 * path] + conditions.isCut[2 * path + 1] > 0;
  }

  /** No heartbeats from now on: its session runs from the last one. */
  private fallSilent(consumer: number): void {
    const { clock, conditions, due } = this.sim;
    const group = this.all[this.groupOfConsumer[consumer]];
    const { heartbeatMs, sessionMs } = this.config[group.node.index];
    if (conditions.isDown[this.replicaOf(consumer)] === 1) this.current[consumer] = 0;
    const since = clock.value - this.beatsSinceMs[consumer];
    this.expiresMs[consumer] = clock.value - (since % heartbeatMs) + sessionMs;
    this.life[consumer]++;
    due.value = Math.max(clock.value, this.expiresMs[consumer]);
    if (due.value > clock.value) this.sim.post(this.expireCode, consumer, this.life[consumer]);
    else this.expire(consumer);
    if (this.rebalancing[this.groupOfConsumer[consumer]] === 1) this.prepare(this.groupOfConsumer[consumer]);
  }

  private expire(consumer: number): void {
    this.life[consumer]++;
    if (this.ghost[consumer] === 1) {
      // The old process of one that has joined anew.
      this.ghost[consumer] = 0;
      this.freeAll(consumer);
      this.prepare(this.groupOfConsumer[consumer]);
    } else this.leave(consumer);
  }

  private joinOrGoOn(consumer: number): void {
    this.beatsSinceMs[consumer] = this.sim.clock.value;
    const wasMember = this.member[consumer] === 1;
    if (wasMember && this.current[consumer] === 1) {
      // It hung, and goes on within its session.
      this.life[consumer]++;
      if (this.rebalancing[this.groupOfConsumer[consumer]] === 1) this.prepare(this.groupOfConsumer[consumer]);
      else this.heard.given(this.groupOfConsumer[consumer]);
      return;
    }
    // A new process is a new member; the coordinator waits for the old one until its session ends.
    if (wasMember) this.ghost[consumer] = 1;
    this.member[consumer] = 1;
    this.current[consumer] = 0;
    this.prepare(this.groupOfConsumer[consumer]);
  }

  private leave(consumer: number): void {
    this.life[consumer]++;
    this.ghost[consumer] = 0;
    if (this.member[consumer] === 0) return;
    this.member[consumer] = 0;
    this.current[consumer] = 0;
    this.freeAll(consumer);
    this.prepare(this.groupOfConsumer[consumer]);
  }

  private freeAll(consumer: number): void {
    const group = this.all[this.groupOfConsumer[consumer]];
    for (let slot = group.slots; slot < group.slots + group.partitions; slot++) {
      if (this.owner[slot] !== consumer) continue;
      this.owner[slot] = UNOWNED;
      this.heard.taken(slot);
    }
  }

  /** A rebalance begins, or must wait for others than it thought: for every live member's next heartbeat. */
  private prepare(g: number): void {
    const { clock, due } = this.sim;
    const group = this.all[g];
    const { heartbeatMs } = this.config[group.node.index];
    const isNew = this.rebalancing[g] === 0;
    this.rebalancing[g] = 1;
    this.epoch[g]++;
    due.value = clock.value;
    for (let i = 0; i < group.consumers.count; i++) {
      const consumer = group.base + i;
      if (this.member[consumer] === 0) continue;
      if (this.ghost[consumer] === 1 || this.alive[consumer] === 0) due.value = Math.max(due.value, this.expiresMs[consumer]);
      if (this.alive[consumer] === 0) continue;
      if (this.current[consumer] === 0) this.joinsMs[consumer] = this.beatsSinceMs[consumer];
      else if (isNew) {
        const since = clock.value - this.beatsSinceMs[consumer];
        this.joinsMs[consumer] = this.beatsSinceMs[consumer] + Math.ceil(since / heartbeatMs) * heartbeatMs;
      }
      due.value = Math.max(due.value, this.joinsMs[consumer]);
    }
    if (due.value > clock.value) this.sim.post(this.completeCode, g, this.epoch[g]);
    else this.sim.soon(this.completeCode, g, this.epoch[g]);
  }

  private complete(g: number): void {
    const group = this.all[g];
    // The session of somebody who is silent ends at this very instant: it begins anew without it.
    for (let i = 0; i < group.consumers.count; i++) {
      const consumer = group.base + i;
      if (this.member[consumer] === 1 && (this.ghost[consumer] === 1 || this.alive[consumer] === 0)) return;
    }
    this.rebalancing[g] = 0;
    this.rebalances[group.node.index]++;
    this.assign(g);
  }

  private assign(g: number): void {
    const group = this.all[g];
    const members: number[] = [];
    for (let i = 0; i < group.consumers.count; i++) {
      const consumer = group.base + i;
      if (this.member[consumer] === 0) continue;
      members.push(consumer);
      this.current[consumer] = 1;
    }
    if (members.length === 0) return;
    if (this.isCooperative(g)) {
      if (assignSticky(this.owner, group.slots, group.partitions, members)) this.prepare(g);
    } else assignRange(this.owner, group.slots, group.partitions, members);
    this.heard.given(g);
  }

  private isCooperative(g: number): boolean {
    return this.config[this.all[g].node.index].assignment === "cooperative-sticky";
  }
}
