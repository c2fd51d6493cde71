import { CallLists } from "../../../engine/call-lists";
import { DONE, NO_CALL, WAITING } from "../../../engine/calls";
import { RESET } from "../../../engine/outcome";
import type { PlanNode } from "../../../engine/plan";
import type { Sim } from "../../../engine/sim";
import { type Targets, targetsOf } from "../../targets";

/** The consumers of one queue, in turn. */
interface Channel {
  readonly consumers: Targets;
  /** Deliveries awaiting their acknowledgement, by consumer. */
  readonly unacked: Int32Array;
  /** 1 where a consumer has left, as last seen. */
  readonly stopped: Uint8Array;
  /** 1 where nothing is heard of a consumer, as last seen; `closed` once its connection was given up. */
  readonly silent: Uint8Array;
  readonly closed: Uint8Array;
  readonly silence: Int32Array;
  /** When a consumer last died [ms]; -1 if never. And 1 where it is down, as last seen. */
  readonly diedAtMs: Float64Array;
  readonly wasDown: Uint8Array;
  next: number;
}

/** What consumers hold: deliveries without an acknowledgement, and how they come back. */
export class Channels {
  /** Messages delivered but not acknowledged, by node, oldest delivery first. */
  private readonly delivered: CallLists;
  private readonly of: Channel[] = [];
  private readonly silentCode: number;
  private readonly perNode: number;
  /** Consumers that have left on purpose, by replica. */
  private readonly consumerStopped: Float64Array;

  constructor(
    private readonly sim: Sim,
    nodes: readonly PlanNode[],
    private readonly heard: {
      /** A delivery was in vain. */
      returned(node: number, message: number): void;
      /** All that a consumer held has come back. */
      closed(node: number): void;
      /** How long a connection may be silent [ms]; 0 for ever. */
      heartbeatMs(node: number): number;
      /** The member that consumers are connected to. */
      leader(node: number): number;
    },
  ) {
    this.delivered = new CallLists(sim.calls, sim.plan.nodes.length);
    const consumerCount = Math.max(1, ...nodes.map((node) => targetsOf(sim.plan, node).count));
    this.silentCode = sim.register((at, silence) => {
      const node = Math.floor(at / consumerCount);
      if (this.of[node].silence[at % consumerCount] === silence) this.giveUp(node, at % consumerCount);
    });
    this.perNode = consumerCount;
    this.consumerStopped = sim.conditions.column("replicas", "consumer-stopped");
    for (const node of nodes) {
      const consumers = targetsOf(
        sim.plan,
        node,
        node.out.filter((link) => !sim.plan.links[link].deadLetter),
      );
      this.of[node.index] = {
        consumers,
        unacked: new Int32Array(consumers.count),
        stopped: new Uint8Array(consumers.count),
        silent: new Uint8Array(consumers.count),
        closed: new Uint8Array(consumers.count),
        silence: new Int32Array(consumers.count),
        diedAtMs: new Float64Array(consumers.count).fill(-1),
        wasDown: new Uint8Array(consumers.count),
        next: 0,
      };
    }
  }

  unacknowledged(node: number): number {
    return this.delivered.length[node];
  }

  /** The next consumer in turn with room, or -1; a `prefetch` of 0 is no limit. */
  next(node: number, prefetch: number): number {
    const channel = this.of[node];
    const { consumers, unacked, stopped, closed } = channel;
    const { conditions, replicas } = this.sim;
    for (let tries = 0; tries < consumers.count; tries++) {
      const consumer = channel.next;
      channel.next = consumer + 1 === consumers.count ? 0 : consumer + 1;
      const replica = consumers.replica[consumer];
      if (conditions.isDown[replica] === 1 || replicas.listed[replica] === 0 || stopped[consumer] + closed[consumer] > 0) continue;
      if (prefetch === 0 || unacked[consumer] < prefetch) return consumer;
    }
    return -1;
  }

  deliver(node: number, message: number, consumer: number): void {
    const { calls, flow } = this.sim;
    const { consumers, unacked } = this.of[node];
    calls.setState(message, WAITING);
    this.delivered.append(node, message);
    unacked[consumer]++;
    const operation = calls.operation(message);
    const call = flow.call(message, consumers.link[consumer], operation, calls.key(message), consumers.replica[consumer]);
    calls.setAux(message, call);
  }

  /** A delivery has ended; true when with it the channel of a consumer that died, and then all it held comes back. */
  closes(node: number, message: number, call: number): boolean {
    const { calls } = this.sim;
    const { consumers, diedAtMs } = this.of[node];
    const consumer = consumers.ofReplica[calls.replica(call)];
    if (calls.outcome(call) !== RESET || calls.sentMs(call) > diedAtMs[consumer]) return false;
    this.close(node, consumer, message, diedAtMs[consumer]);
    return true;
  }

  /** The delivery is over, and its consumer has room again. */
  ended(node: number, message: number, call: number): void {
    const { calls } = this.sim;
    const { consumers, unacked } = this.of[node];
    unacked[consumers.ofReplica[calls.replica(call)]]--;
    this.delivered.remove(node, message);
    calls.setAux(message, NO_CALL);
  }

  /** A member of the broker has died: what was delivered over its connections comes back. */
  memberDied(node: number, replica: number): void {
    const { calls } = this.sim;
    for (let message = this.delivered.head[node]; message !== NO_CALL; ) {
      const next = calls.next(message);
      if (calls.replica(message) === replica) this.takeBack(node, message, true);
      message = next;
    }
  }

  /** Another member leads by agreement: consumers keep what they hold, and acknowledge there. */
  handedOver(node: number, from: number, to: number): void {
    const { calls } = this.sim;
    for (let message = this.delivered.head[node]; message !== NO_CALL; message = calls.next(message)) {
      if (calls.replica(message) === from) calls.setReplica(message, to);
    }
  }

  /** Consumers came or went. */
  changed(node: number): void {
    const { clock, conditions } = this.sim;
    const { consumers, diedAtMs, stopped, wasDown } = this.of[node];
    for (let i = 0; i < consumers.count; i++) {
      const replica = consumers.replica[i];
      if (conditions.isDown[replica] > wasDown[i]) diedAtMs[i] = clock.value;
      wasDown[i] = conditions.isDown[replica];
      this.listen(node, i);
      const now = this.consumerStopped[replica] > 0 ? 1 : 0;
      if (now === stopped[i]) continue;
      stopped[i] = now;
      if (now === 1) this.close(node, i, NO_CALL, clock.value);
    }
  }

  /** Heartbeats: a process that hangs and one behind a cut give no sign of life. */
  private listen(node: number, consumer: number): void {
    const { clock, conditions, due, paths } = this.sim;
    const { consumers, silent, closed, silence } = this.of[node];
    const replica = consumers.replica[consumer];
    const path = paths.between(consumers.link[consumer], this.heard.leader(node), replica);
    const isCut = conditions.isCut[2 * path] + conditions.isCut[2 * path + 1] > 0;
    const now = conditions.isDown[replica] === 0 && (isCut || conditions.isPaused[replica] === 1) ? 1 : 0;
    if (now === silent[consumer]) return;
    silent[consumer] = now;
    silence[consumer]++;
    closed[consumer] = 0;
    const heartbeatMs = this.heard.heartbeatMs(node);
    if (now === 0 || heartbeatMs === 0) return;
    due.value = clock.value + heartbeatMs;
    this.sim.post(this.silentCode, node * this.perNode + consumer, silence[consumer]);
  }

  /** Nothing was heard for too long: the connection is closed, and the consumer makes another once it can. */
  private giveUp(node: number, consumer: number): void {
    this.of[node].closed[consumer] = 1;
    this.close(node, consumer, NO_CALL, this.sim.clock.value);
    this.heard.closed(node);
  }

  /** All that the consumer was sent until then comes back. `lost` is the message whose delivery ended with the news. */
  private close(node: number, consumer: number, lost: number, untilMs: number): void {
    const { calls } = this.sim;
    const replica = this.of[node].consumers.replica[consumer];
    for (let message = this.delivered.head[node]; message !== NO_CALL; ) {
      const next = calls.next(message);
      const call = calls.aux(message);
      if (calls.replica(call) === replica && calls.sentMs(call) <= untilMs) this.takeBack(node, message, message !== lost);
      message = next;
    }
  }

  /** The channel of a delivery is closed; its consumer may work on, but nobody will hear of it. */
  private takeBack(node: number, message: number, isUnderWay: boolean): void {
    const { calls, flow, meter } = this.sim;
    const call = calls.aux(message);
    this.ended(node, message, call);
    if (isUnderWay) {
      // An answer that a paused broker had yet to hear is counted already.
      if (calls.state(call) !== DONE) {
        // The record goes on as the consumer's work, whose outcome so far is put back.
        const outcome = calls.outcome(call);
        calls.setOutcome(call, RESET, calls.cause(call));
        meter.callEnded(calls.link(call), call);
        calls.setOutcome(call, outcome, calls.cause(call));
      }
      flow.abandon(call);
    }
    this.heard.returned(node, message);
  }
}
