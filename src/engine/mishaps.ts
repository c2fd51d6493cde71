import type { Stream } from "../base/stream";
import { ABANDONED, type Calls, MESSAGE, NO_CALL, TRACED } from "./calls";
import { ERROR, OK, RESET } from "./outcome";
import type { PlanLink } from "./plan";
import type { Sim } from "./sim";

/** Linux's least retransmission timeout, RFC 6298 with its minimum lowered to 200 ms; doubles each time. */
const RETRANSMIT_MS = 200;
/** Linux tcp_retries2: after this many the connection is given up. */
const RETRANSMITS = 15;
const MAX_RETRANSMIT_MS = 120_000;

/** What the network does with a message that had no mishap, and with those behind one that is given up. */
export interface Carrier {
  /** Sends a call, or its answer, once more: the (tries + 1)th time. */
  transmit(call: number, tries: number): void;
  /** The turn of a message that waited behind others on its connection. */
  readonly take: (call: number) => void;
}

/** What can happen to one message on its way: it is lost, sent again by TCP, reset, spoiled or doubled. */
export class Mishaps {
  private readonly lossStream: Stream[] = [];
  private readonly spoilStream: Stream[] = [];
  private readonly ownLoss: Float64Array;
  private readonly retransmits: Uint8Array;
  /** By path. */
  private readonly linkOf: Int32Array;
  private readonly resendCode: number;
  private readonly resetCode: number;
  private readonly calls: Calls;

  constructor(
    private readonly sim: Sim,
    private readonly carrier: Carrier,
  ) {
    const { links, paths } = sim.plan;
    this.linkOf = Int32Array.from(paths, ({ link }) => link);
    this.calls = sim.calls;
    this.ownLoss = new Float64Array(links.length);
    this.retransmits = new Uint8Array(links.length);
    for (const link of links) {
      this.lossStream.push(sim.stream(`link:${link.id}:loss`));
      this.spoilStream.push(sim.stream(`link:${link.id}:spoiled`));
    }
    this.resetCode = sim.register((call, generation) => {
      // It may have been taken back meanwhile.
      if (sim.calls.generation(call) !== generation) return;
      sim.connections.gaveUp(call, carrier.take);
      sim.flow.lost(call, RESET);
    });
    this.resendCode = sim.register((call, tries) => carrier.transmit(call, tries));
  }

  configure({ index, lossRatio, protocol }: PlanLink): void {
    this.ownLoss[index] = lossRatio;
    this.retransmits[index] = protocol.retransmits ? 1 : 0;
  }

  /** Whether the link loses messages by itself, without any fault. */
  isLossy(link: number): boolean {
    return this.ownLoss[link] > 0;
  }

  /** Draws whether a message is lost; of a call from the link's own stream. */
  loses(way: number, stream = this.lossStream[this.linkOf[way >> 1]]): boolean {
    const own = this.ownLoss[this.linkOf[way >> 1]];
    const fault = this.sim.conditions.lossRatio[way];
    if (own === 0 && fault === 0) return false;
    return stream.chance(1 - (1 - own) * (1 - fault));
  }

  /** How long TCP sends for in vain before a message that is not a call comes through [ms]; Infinity when it never does. */
  delayMs(way: number, stream: Stream): number {
    let waitedMs = 0;
    for (let tries = 0; this.loses(way, stream); tries++) {
      if (this.retransmits[this.linkOf[way >> 1]] === 0 || tries >= RETRANSMITS) return Number.POSITIVE_INFINITY;
      waitedMs += retransmitMs(tries);
    }
    return waitedMs;
  }

  /** The message was lost. */
  lose(call: number, tries: number): void {
    const { connections, clock, due, flow } = this.sim;
    const link = this.calls.link(call);
    if (this.retransmits[link] === 1 && tries < RETRANSMITS) {
      due.value = clock.value + retransmitMs(tries);
      this.sim.post(this.resendCode, call, tries + 1);
      return;
    }
    // TCP gives the connection up, and the caller learns of it. A lost datagram tells nobody: the call waits for its
    // timeout, or for ever.
    connections.gaveUp(call, this.carrier.take);
    flow.lost(call, this.retransmits[link] === 1 ? RESET : -1);
  }

  /**
   * Faults that spoil single messages; true when this one goes no further. A reset connection is noticed at once; an
   * answer that nobody can read is an error to its caller alone; a datagram may come twice, while TCP throws the
   * second one away.
   */
  spoils(call: number, way: number, replying: boolean, tries: number): boolean {
    const { calls } = this;
    const { conditions } = this.sim;
    const link = this.linkOf[way >> 1];
    const stream = this.spoilStream[link];
    if (conditions.resetRatio[way] > 0 && stream.chance(conditions.resetRatio[way])) {
      // At the same instant, but not yet: the caller may be in the middle of calling.
      this.sim.soon(this.resetCode, call, calls.generation(call));
      return true;
    }
    if (replying && conditions.corruptRatio[way] > 0 && stream.chance(conditions.corruptRatio[way])) {
      if (calls.outcome(call) === OK) calls.setOutcome(call, ERROR, ERROR);
    }
    const doubles = conditions.duplicateRatio[way];
    const isDatagram = !replying && tries === 0 && this.retransmits[link] === 0;
    if (doubles > 0 && isDatagram && stream.chance(doubles)) {
      // Not a first try: the second one is not doubled again.
      this.carrier.transmit(this.copyOf(call), 1);
    }
    return false;
  }

  /** A datagram of its own with the same request. */
  copyOf(call: number): number {
    const { calls } = this;
    const link = calls.link(call);
    const copy = calls.allocate(NO_CALL, link, calls.operation(call), calls.key(call), calls.replica(call), this.sim.clock);
    calls.setRecord(copy, calls.record(call));
    calls.setOneWay(copy);
    calls.setFlag(copy, ABANDONED | (calls.flags(call) & (TRACED | MESSAGE)));
    return copy;
  }
}

/** How long TCP waits before it sends for the (tries + 2)th time. */
function retransmitMs(tries: number): number {
  return Math.min(MAX_RETRANSMIT_MS, RETRANSMIT_MS * (1 << tries));
}
