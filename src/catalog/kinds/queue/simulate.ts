import type { Stream } from "../../../base/stream";
import { DONE, NO_CALL, QUEUED, STORED, TRACED } from "../../../engine/calls";
import { DEAD_LETTERED, DROPPED, ERROR, OK, REFUSED, RESET } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import { DRAINING } from "../../../engine/replicas";
import type { Sim } from "../../../engine/sim";
import { asHeeded } from "./as-heeded";
import { Backlog } from "./backlog";
import { Channels } from "./channels";
import type { QueueConfig } from "./definition";
import { Front } from "./front";
import { Members, NOBODY } from "./members";
import { BY_CONSUMER, DELIVERY_LIMIT, EXPIRED, MAXLEN, Tally } from "./tally";

interface Broker {
  /** The link for dead letters, or -1. */
  readonly deadLetters: number;
  readonly poison: Stream;
  config: QueueConfig;
}

/** A queue after RabbitMQ: publishers are confirmed, consumers compete, unacknowledged messages come back. */
export const simulateQueue: SimulateKind = (sim, nodes) => new Queues(sim, nodes);

class Queues implements KindHandlers {
  private readonly brokers: Broker[] = [];
  private readonly members: Members;
  private readonly front: Front;
  /** Messages that are ready. */
  private readonly backlogs: Backlog;
  private readonly channels: Channels;
  private readonly tally: Tally;
  /** Share of fresh messages that no consumer can work, by member. */
  private readonly poisonRatio: Float64Array;
  private readonly expireCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    this.tally = new Tally(sim);
    this.backlogs = new Backlog(sim, nodes);
    this.members = new Members(sim, nodes, (node) => this.goOn(node));
    this.channels = new Channels(sim, nodes, {
      returned: (node, message) => this.returned(node, message),
      closed: (node) => this.dispatch(node),
      heartbeatMs: (node) => this.brokers[node].config.heartbeatMs,
      leader: (node) => this.members.leader[node],
    });
    this.front = new Front(sim, this.members, this.tally, {
      isFull: (node) => this.backlogs.length(node) >= this.brokers[node].config.maxLength,
      refused: (node, call) => this.refuse(node, call),
      accepted: (node, call) => this.store(node, call),
    });
    this.poisonRatio = sim.conditions.column("replicas", "poison-message");
    for (const node of nodes) {
      const { links } = sim.plan;
      this.brokers[node.index] = {
        deadLetters: node.out.find((link) => links[link].deadLetter) ?? -1,
        poison: sim.stream(`node:${node.id}:poison`),
        config: node.config as QueueConfig,
      };
    }
    this.expireCode = sim.register((node) => this.dispatch(node));
    sim.replicas.watch((replica) => {
      const node = sim.conditions.nodeOf(replica);
      if (this.brokers[node] !== undefined && sim.replicas.state[replica] === DRAINING) this.handOver(node, replica);
    });
    // A consumer that comes back subscribes again at once.
    sim.conditions.watch(() => {
      for (const node of this.nodes) this.changed(node.index);
    });
  }

  configure(node: PlanNode): void {
    this.brokers[node.index].config = asHeeded(node.config as QueueConfig);
    this.members.configure(node);
    this.front.configure(node);
    this.dispatch(node.index);
  }

  start(): void {}

  request(call: number): void {
    this.front.request(call);
  }

  route(call: number): number {
    return this.members.entry(this.sim.callee[this.sim.calls.link(call)]);
  }

  answer(message: number, call: number): void {
    const { calls } = this.sim;
    // What becomes of a dead letter is nobody's concern.
    if (message === NO_CALL) return;
    const node = this.nodeOf(message);
    if (this.channels.closes(node, message, call)) {
      this.dispatch(node);
      return;
    }
    this.channels.ended(node, message, call);
    const outcome = calls.cause(message) === ERROR ? ERROR : calls.outcome(call);
    if (outcome === OK) this.acknowledged(node, message);
    else if (outcome !== RESET && outcome !== REFUSED && this.brokers[node].config.onFailure === "reject")
      this.giveUp(message, BY_CONSUMER);
    else this.returned(node, message);
    this.dispatch(node);
  }

  /** The channels of this member are closed: what was delivered over them comes back. */
  crashed(replica: number): void {
    const { meter } = this.sim;
    const node = this.sim.conditions.nodeOf(replica);
    this.front.crashed(replica);
    this.channels.memberDied(node, replica);
    const { storage } = this.brokers[node].config;
    if (storage.type === "quorum" || storage.durable) return;
    while (this.backlogs.length(node) > 0) {
      const message = this.backlogs.take(node);
      meter.changeQueued(node, -1);
      this.tally.lost[node]++;
      this.drop(node, message, DROPPED);
      this.leave(message);
    }
  }

  restarted(): void {}

  paused(replica: number): void {
    this.front.paused(replica);
  }

  resumed(replica: number): void {
    this.front.resumed(replica);
  }

  backlog(link: number): number {
    return this.backlogs.length(this.sim.caller[link]);
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const oldestMs = this.backlogs.oldestMs(node);
    out[at] = oldestMs === Number.POSITIVE_INFINITY ? 0 : this.sim.clock.value - oldestMs;
    out[at + 1] = this.channels.unacknowledged(node);
    out[at + 2] = this.tally.redelivered[node];
    out[at + 3] = this.tally.dropped[node];
    out[at + 4] = this.front.waiting(node);
  }

  figures(node: number, out: Float64Array): void {
    this.tally.figures(node, out);
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  /** Members, consumers or disks came or went. */
  private changed(node: number): void {
    this.members.changed(node);
    this.channels.changed(node);
    this.goOn(node);
  }

  private handOver(node: number, replica: number): void {
    const successor = this.members.handOver(replica);
    if (successor !== NOBODY) this.channels.handedOver(node, replica, successor);
  }

  private goOn(node: number): void {
    this.front.goOn(node);
    this.dispatch(node);
  }

  /** A message joins the queue. */
  private store(node: number, call: number): void {
    const { clock, due, meter } = this.sim;
    const { config, poison } = this.brokers[node];
    if (config.overflow === "drop-head" && this.backlogs.length(node) >= config.maxLength) this.giveUpHead(node, MAXLEN);
    const message = this.messageOf(node, call);
    const ratio = this.poisonRatio[this.members.leader[node]];
    if (ratio > 0 && poison.chance(ratio)) this.sim.calls.setOutcome(message, OK, ERROR);
    meter.entered(node, message);
    meter.changeQueued(node, 1);
    this.backlogs.append(node, message);
    if (config.messageTtlMs > 0) {
      due.value = clock.value + config.messageTtlMs;
      this.sim.post(this.expireCode, node, 0);
    }
    this.front.confirm(call);
    this.dispatch(node);
  }

  /** A copy of what was published; its cause says what any work on it comes to. */
  private messageOf(node: number, call: number): number {
    const { calls, clock } = this.sim;
    const leader = this.members.leader[node];
    const message = calls.allocate(NO_CALL, calls.link(call), calls.operation(call), calls.key(call), leader, clock);
    calls.setRecord(message, calls.record(call));
    calls.setFlag(message, (calls.flags(call) & TRACED) | STORED);
    calls.setState(message, QUEUED);
    calls.setOutcome(message, OK, OK);
    return message;
  }

  /** A publisher is turned away from a full queue. */
  private refuse(node: number, call: number): void {
    const { deadLetters, config } = this.brokers[node];
    if (config.overflow !== "reject-publish-dlx" || deadLetters === -1) return;
    this.tally.gaveUp(node, MAXLEN);
    this.sendAway(node, this.messageOf(node, call));
  }

  /** Hands ready messages to consumers with room, in turn. */
  private dispatch(node: number): void {
    const { calls, clock, meter } = this.sim;
    if (this.backlogs.length(node) === 0 || !this.members.open(node)) return;
    const { messageTtlMs, prefetch } = this.brokers[node].config;
    for (let message = this.backlogs.head(node); message !== NO_CALL; message = this.backlogs.head(node)) {
      if (messageTtlMs > 0 && calls.sentMs(message) + messageTtlMs <= clock.value) {
        this.giveUpHead(node, EXPIRED);
        continue;
      }
      const consumer = this.channels.next(node, prefetch);
      if (consumer === -1) return;
      this.backlogs.take(node);
      meter.changeQueued(node, -1);
      const before = calls.attempt(message);
      calls.setAttempt(message, before + 1);
      if (before > 0) this.tally.redelivered[node]++;
      else meter.waited(node, message);
      calls.setReplica(message, this.members.leader[node]);
      this.channels.deliver(node, message, consumer);
    }
  }

  /** A delivery was in vain. A message that came back more often than the limit is given up (rabbit_fifo, `return_one`). */
  private returned(node: number, message: number): void {
    const { calls, meter } = this.sim;
    const { storage, deliveryLimit } = this.brokers[node].config;
    if (storage.type === "quorum" && calls.attempt(message) > deliveryLimit) {
      this.giveUp(message, DELIVERY_LIMIT);
      return;
    }
    calls.setState(message, QUEUED);
    this.backlogs.giveBack(node, message);
    meter.changeQueued(node, 1);
  }

  private giveUpHead(node: number, reason: number): void {
    const message = this.backlogs.take(node);
    this.sim.meter.changeQueued(node, -1);
    this.giveUp(message, reason);
  }

  private giveUp(message: number, reason: number): void {
    const node = this.nodeOf(message);
    const deadLettered = this.brokers[node].deadLetters !== -1;
    this.tally.gaveUp(node, reason);
    this.drop(node, message, deadLettered ? DEAD_LETTERED : DROPPED);
    if (deadLettered) this.sendAway(node, message);
    else this.leave(message);
  }

  /** Dead-lettered at most once: nobody sends it again if the other end does not take it. */
  private sendAway(node: number, message: number): void {
    const { calls, flow } = this.sim;
    this.tally.deadLettered[node]++;
    const letter = flow.call(message, this.brokers[node].deadLetters, calls.operation(message), calls.key(message), -1);
    calls.setParent(letter, NO_CALL);
    calls.release(message);
    this.leave(message);
  }

  private acknowledged(node: number, message: number): void {
    this.sim.meter.left(node, message, OK, OK);
    this.leave(message);
  }

  private drop(node: number, message: number, outcome: number): void {
    if (outcome === DROPPED) this.tally.dropped[node]++;
    this.sim.meter.left(node, message, outcome, outcome);
  }

  private leave(message: number): void {
    const { calls } = this.sim;
    calls.setState(message, DONE);
    calls.release(message);
  }
}
