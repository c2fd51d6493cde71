import { CallLists } from "../../../engine/call-lists";
import { DONE, NO_CALL, QUEUED, STORED, TRACED, WAITING } from "../../../engine/calls";
import { DROPPED, ERROR, OK, REFUSED, REJECTED } from "../../../engine/outcome";
import type { KindHandlers, PlanNode, SimulateKind } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { Station } from "../../../engine/station";
import { type Targets, targetsOf } from "../../targets";
import type { QueueConfig } from "./definition";

const UNLIMITED = 1_000_000_000;

interface Broker {
  readonly consumers: Targets;
  /** Deliveries awaiting their acknowledgement, by consumer. */
  readonly unacked: Int32Array;
  config: QueueConfig;
  next: number;
}

/** A queue after RabbitMQ: publishers are confirmed, consumers compete, unacknowledged messages come back. */
export const simulateQueue: SimulateKind = (sim, nodes) => new Queues(sim, nodes);

class Queues implements KindHandlers {
  private readonly station: Station;
  private readonly brokers: Broker[] = [];
  /** Messages ready, and messages delivered but not acknowledged; by replica. */
  private readonly ready: CallLists;
  private readonly delivered: CallLists;
  private readonly redelivered: Float64Array;
  private readonly dropped: Float64Array;
  private readonly expireCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly nodes: readonly PlanNode[],
  ) {
    const { replicas, nodes: all } = sim.plan;
    this.ready = new CallLists(sim.calls, replicas);
    this.delivered = new CallLists(sim.calls, replicas);
    this.redelivered = new Float64Array(all.length);
    this.dropped = new Float64Array(all.length);
    this.station = new Station(sim, [], {
      serviceMs: (node, out) => {
        out[0] = this.brokers[node].config.publishMs;
      },
      worked: (call) => this.publish(call),
      metered: false,
    });
    for (const node of nodes) {
      const consumers = targetsOf(sim.plan, node);
      this.brokers[node.index] = {
        consumers,
        unacked: new Int32Array(consumers.count),
        config: node.config as QueueConfig,
        next: 0,
      };
    }
    this.expireCode = sim.register((node) => this.dispatch(node));
    // A consumer that comes back subscribes again at once.
    sim.conditions.watch(() => {
      for (const node of this.nodes) this.dispatch(node.index);
    });
  }

  configure(node: PlanNode): void {
    this.brokers[node.index].config = node.config as QueueConfig;
    this.station.configure(node.replicaBase, UNLIMITED, UNLIMITED, false);
    this.dispatch(node.index);
  }

  start(): void {}

  request(call: number): void {
    const { calls, conditions, flow, plan } = this.sim;
    const node = plan.nodes[plan.links[calls.link(call)].to];
    calls.setReplica(call, node.replicaBase);
    if (conditions.isDown[node.replicaBase] === 1) flow.reply(call, REFUSED, REFUSED);
    else this.station.offer(call, node.replicaBase, true);
  }

  answer(message: number, call: number): void {
    const { calls } = this.sim;
    const node = this.nodeOf(message);
    const broker = this.brokers[node];
    broker.unacked[broker.consumers.ofReplica[calls.replica(call)]]--;
    calls.setAux(message, NO_CALL);
    this.delivered.remove(calls.replica(message), message);
    if (calls.outcome(call) === OK) this.settle(message, OK);
    else if (calls.attempt(message) >= broker.config.deliveryLimit) this.settle(message, DROPPED);
    else this.requeue(message);
    this.dispatch(node);
  }

  /** Messages are durable: what was delivered and not acknowledged is delivered again after the restart. */
  crashed(replica: number): void {
    const { calls, flow } = this.sim;
    this.station.crashed(replica);
    const broker = this.brokers[this.sim.conditions.nodeOf(replica)];
    broker.unacked.fill(0);
    for (let message = this.delivered.head[replica]; message !== NO_CALL; message = this.delivered.head[replica]) {
      this.delivered.remove(replica, message);
      flow.abandon(calls.aux(message));
      calls.setAux(message, NO_CALL);
      this.requeue(message);
    }
  }

  restarted(): void {}

  paused(replica: number): void {
    this.station.paused(replica);
  }

  resumed(replica: number): void {
    this.station.resumed(replica);
    this.dispatch(this.sim.conditions.nodeOf(replica));
  }

  gauges(node: number, out: Float32Array, at: number): void {
    const { calls, clock, plan } = this.sim;
    const replica = plan.nodes[node].replicaBase;
    const oldest = this.ready.head[replica];
    out[at] = oldest === NO_CALL ? 0 : clock[0] - calls.sentMs(oldest);
    out[at + 1] = this.delivered.length[replica];
    out[at + 2] = this.redelivered[node];
    out[at + 3] = this.dropped[node];
  }

  private nodeOf(call: number): number {
    return this.sim.conditions.nodeOf(this.sim.calls.replica(call));
  }

  /** The message is accepted and its publisher confirmed. */
  private publish(call: number): void {
    const { calls, clock, conditions, due, flow, meter } = this.sim;
    const node = this.nodeOf(call);
    const replica = calls.replica(call);
    const { config } = this.brokers[node];
    this.station.finish(call);
    if (conditions.fails(replica)) {
      flow.reply(call, ERROR, ERROR);
      return;
    }
    if (this.ready.length[replica] >= config.maxLength) {
      if (config.overflow === "reject-publish") {
        flow.reply(call, REJECTED, REJECTED);
        return;
      }
      this.drop(this.ready.head[replica]);
    }
    const message = calls.allocate(NO_CALL, calls.link(call), calls.operation(call), calls.key(call), replica, clock);
    calls.setRecord(message, calls.record(call));
    calls.setFlag(message, (calls.flags(call) & TRACED) | STORED);
    calls.setState(message, QUEUED);
    meter.entered(node, message);
    meter.changeQueued(node, 1);
    this.ready.append(replica, message);
    if (config.messageTtlMs > 0) {
      due[0] = clock[0] + config.messageTtlMs;
      this.sim.post(this.expireCode, node, 0);
    }
    flow.reply(call, OK, OK);
    this.dispatch(node);
  }

  /** Hands ready messages to consumers with room, in turn. */
  private dispatch(node: number): void {
    const { calls, clock, conditions, flow, meter, plan } = this.sim;
    const replica = plan.nodes[node].replicaBase;
    const broker = this.brokers[node];
    if (conditions.isDown[replica] === 1 || conditions.isPaused[replica] === 1) return;
    for (;;) {
      const message = this.ready.head[replica];
      if (message === NO_CALL) return;
      const { messageTtlMs } = broker.config;
      if (messageTtlMs > 0 && calls.sentMs(message) + messageTtlMs <= clock[0]) {
        this.drop(message);
        continue;
      }
      const consumer = this.nextConsumer(broker);
      if (consumer === -1) return;
      this.ready.remove(replica, message);
      meter.changeQueued(node, -1);
      const before = calls.attempt(message);
      calls.setAttempt(message, before + 1);
      if (before > 0) this.redelivered[node]++;
      else meter.waited(node, message);
      calls.setState(message, WAITING);
      this.delivered.append(replica, message);
      broker.unacked[consumer]++;
      const link = broker.consumers.link[consumer];
      const target = broker.consumers.replica[consumer];
      calls.setAux(message, flow.call(message, link, calls.operation(message), calls.key(message), target));
    }
  }

  private nextConsumer(broker: Broker): number {
    const { consumers, unacked, config } = broker;
    const { conditions, replicas } = this.sim;
    for (let tries = 0; tries < consumers.count; tries++) {
      const consumer = broker.next;
      broker.next = consumer + 1 === consumers.count ? 0 : consumer + 1;
      const replica = consumers.replica[consumer];
      if (conditions.isDown[replica] === 1 || replicas.listed[replica] === 0) continue;
      if (config.prefetch === 0 || unacked[consumer] < config.prefetch) return consumer;
    }
    return -1;
  }

  /** Back to its old place: before every message published later. */
  private requeue(message: number): void {
    const { calls, meter } = this.sim;
    const replica = calls.replica(message);
    let before = NO_CALL;
    let at = this.ready.head[replica];
    while (at !== NO_CALL && calls.sentMs(at) < calls.sentMs(message)) {
      before = at;
      at = calls.next(at);
    }
    calls.setState(message, QUEUED);
    this.ready.insertAfter(replica, before, message);
    meter.changeQueued(this.nodeOf(message), 1);
  }

  private drop(message: number): void {
    const node = this.nodeOf(message);
    this.ready.remove(this.sim.calls.replica(message), message);
    this.sim.meter.changeQueued(node, -1);
    this.settle(message, DROPPED);
  }

  private settle(message: number, outcome: number): void {
    const { calls, meter } = this.sim;
    const node = this.nodeOf(message);
    if (outcome === DROPPED) this.dropped[node]++;
    meter.left(node, message, outcome, outcome);
    calls.setState(message, DONE);
    calls.release(message);
  }
}
