import type { Cell } from "../base/cell";
import { Draws } from "../base/draws";
import type { EventQueue } from "../base/events/event-queue";
import type { Stream } from "../base/stream";
import { ABANDONED, type Calls, DONE, MESSAGE, REPLYING, TAKEN_BACK, TRACED, TRAVELLING } from "./calls";
import type { LinkState } from "./link-state";
import { Mishaps } from "./mishaps";
import { OK, RESET } from "./outcome";
import type { KindHandlers, PlanLink, Sampler } from "./plan";
import type { Sim } from "./sim";
import type { Soon } from "./soon";

const REQUEST = 0;
const REPLY = 1;
const ERROR_REPLY = 2;
const DELIVERY = 3;

/** Carries calls and their answers over links: latency, bandwidth, loss and partitions. */
export class Network {
  private readonly jitterStream: Stream[] = [];
  /** By path [ms]. */
  private readonly crossingMs: Float64Array;
  private readonly bytesPerMs: Float64Array;
  private readonly headerBytes: Float64Array;
  private readonly bodyRatio: Float64Array;
  /** To write or read a body, by its bytes as the operation states them [ms]. */
  private readonly codingMs: Float64Array;
  /** Whether any link's bodies have to be written and read. */
  readonly coding = { isNeeded: false };
  private readonly mishaps: Mishaps;
  /** 1 where a link has several paths. */
  private readonly isSpread: Uint8Array;
  /** 1 where callers do not wait for what becomes of their requests. */
  private readonly oneWay: Uint8Array;
  /** 1 where the protocol has a hand in what happens when a message arrives. */
  private readonly isSpoken: Uint8Array;
  /** When the last message has left, per link and direction [ms]. */
  private readonly busyUntilMs: Float64Array;
  /** The code of a message's arrival, by far the most frequent event. */
  readonly arriveCode: number;
  private readonly heardCode: number;
  private readonly calls: Calls;
  private readonly clock: Cell;
  private readonly due: Cell;
  private readonly scratch: Cell;
  private readonly links: readonly LinkState[];
  private readonly queue: EventQueue;
  private readonly following: Soon;

  /** Its turn has come, whatever else is on the connection. */
  private readonly take = (call: number): void => {
    const { calls, cancellations, connections, flow } = this.sim;
    if (calls.state(call) !== TRAVELLING) this.arrive(call);
    else if (calls.has(call, TAKEN_BACK)) cancellations.forget(call);
    else if (connections.isBroken(call)) flow.reply(call, RESET, RESET);
    else this.arrive(call);
  };

  constructor(private readonly sim: Sim) {
    this.calls = sim.calls;
    this.clock = sim.clock;
    this.due = sim.due;
    this.scratch = sim.scratch;
    this.links = sim.links;
    this.queue = sim.queue;
    this.following = sim.following;
    const { links } = sim.plan;
    this.crossingMs = new Float64Array(sim.plan.paths.length);
    this.bytesPerMs = new Float64Array(links.length);
    this.headerBytes = new Float64Array(links.length);
    this.bodyRatio = new Float64Array(links.length);
    this.codingMs = new Float64Array(links.length);
    this.isSpread = sim.paths.isSpread;
    this.oneWay = new Uint8Array(links.length);
    this.isSpoken = new Uint8Array(links.length);
    this.busyUntilMs = new Float64Array(2 * links.length);
    this.mishaps = new Mishaps(sim, { transmit: (call, tries) => this.transmit(call, tries), take: this.take });
    for (const link of links) {
      this.jitterStream.push(sim.stream(`link:${link.id}:jitter`));
      this.configure(link);
    }
    this.arriveCode = sim.register((call) => this.arrive(call));
    this.heardCode = sim.register((call) => this.heard(call));
    sim.conditions.watch(() => {
      for (const link of links) this.updateDisturbed(link.index);
    });
  }

  /** Reads a link's properties; again after a live edit. */
  configure(link: PlanLink): void {
    const { index } = link;
    const state = this.links[index];
    state.latency = new Draws(link.bindLatency(this.sim.stream(`link:${link.id}:latency`)));
    for (const path of link.paths?.flat() ?? [index]) this.crossingMs[path] = this.sim.plan.paths[path].crossingMs;
    state.crossingMs = this.crossingMs[index];
    state.fixedMs = link.fixedLatencyMs + state.crossingMs;
    if (state.fixedMs > 0) state.lane = this.sim.lane(state.fixedMs, false);
    this.mishaps.configure(link);
    this.bytesPerMs[index] = link.bytesPerMs;
    const { protocol } = link;
    this.sim.cancellations.configure(link);
    this.sim.connections.configure(link);
    this.isSpoken[index] = protocol.cancels || protocol.connections !== null || protocol.codingMsPerKb > 0 ? 1 : 0;
    this.headerBytes[index] = protocol.headerBytes;
    this.bodyRatio[index] = protocol.bodyRatio;
    this.codingMs[index] = protocol.codingMsPerKb / 1000;
    if (protocol.codingMsPerKb > 0) this.coding.isNeeded = true;
    this.updateDisturbed(index);
  }

  /** From now on requests over the link are ok for their callers once they are sent; or no longer. */
  setOneWay(link: number, oneWay: boolean): void {
    this.oneWay[link] = oneWay ? 1 : 0;
    this.updateDisturbed(link);
  }

  /** Sends the call, or its answer when it is REPLYING, on its way. */
  send(call: number): void {
    const { calls } = this;
    const link = this.links[calls.link(call)];
    if (link.isDisturbed === 1 || calls.has(call, TRACED)) {
      this.sendSpecially(call);
      return;
    }
    const { fixedMs } = link;
    if (fixedMs === 0) {
      this.following.add(this.arriveCode, call, 0);
      return;
    }
    if (fixedMs > 0) {
      this.queue.pushLane(link.lane, this.arriveCode, call, 0);
      return;
    }
    (link.latency as Draws).into(this.scratch);
    this.due.value = this.clock.value + (this.scratch.value + link.crossingMs);
    this.queue.push(this.arriveCode, call, 0);
  }

  /** Sends it where more than latency acts, or where somebody watches. */
  private sendSpecially(call: number): void {
    const { calls, connections } = this.sim;
    if (connections.needed[calls.link(call)] === 0) this.transmit(call, 0);
    else if (calls.state(call) === REPLYING) this.depart(call);
    else connections.acquire(call);
  }

  /** A message leaves on the connection that its call has. */
  depart(call: number): void {
    const { calls, connections } = this.sim;
    // Of a message that nobody waits for, the callee's answer goes nowhere.
    if (calls.isOneWay(call) && calls.state(call) === REPLYING) connections.over(call);
    else connections.departs(call);
    this.transmit(call, 0);
  }

  /** The caller forgets the call, made for `parent`: what has not left yet does not, and the callee hears of it where the protocol can tell. */
  abandoned(call: number, parent: number): void {
    const { calls, cancellations, connections, replicas } = this.sim;
    const link = calls.link(call);
    if (this.isSpoken[link] === 0) return;
    if (connections.needed[link] === 1 && connections.letGo(call)) {
      if (replicas.draining > 0) replicas.left(call);
      calls.setState(call, DONE);
      calls.release(call);
    } else if (cancellations.tells[link] === 1) {
      cancellations.takeBack(call, parent);
    }
  }

  /** Writes the time that a message takes at present into `scratch.value` [ms], unless it is lost. */
  flight(path: number, sampler: Sampler, stream: Stream): void {
    const { scratch, conditions } = this.sim;
    sampler(scratch);
    const way = 2 * path;
    scratch.value += this.crossingMs[path] + conditions.addedMs[way];
    if (conditions.jitterMs[way] > 0) scratch.value += conditions.jitterMs[way] * stream.uniform();
  }

  /**
   * Writes a fresh one-way time of the path into `scratch.value` [ms], for traffic that is not a call; Infinity when the
   * message is lost for good. Draws come from the caller's own stream, so that calls keep theirs.
   */
  probe(path: number, sampler: Sampler, stream: Stream): void {
    const { scratch, conditions } = this.sim;
    const way = 2 * path;
    const waitedMs = this.mishaps.delayMs(way, stream);
    sampler(scratch);
    scratch.value += this.crossingMs[path] + conditions.addedMs[way] + waitedMs;
    if (conditions.jitterMs[way] > 0) scratch.value += conditions.jitterMs[way] * stream.uniform();
  }

  /** Adds to `scratch.value` what the callee needs to read a request and to write its answer [ms]. */
  addCoding(call: number): void {
    const coding = this.codingMs[this.calls.link(call)];
    if (coding === 0) return;
    const { requestBytes, responseBytes } = this.sim.plan.operations[this.calls.operation(call)];
    this.scratch.value += coding * (requestBytes + responseBytes);
  }

  private updateDisturbed(link: number): void {
    const { conditions } = this.sim;
    const calm =
      this.isSpread[link] === 0 &&
      conditions.isCut[2 * link] === 0 &&
      conditions.isCut[2 * link + 1] === 0 &&
      !this.mishaps.isLossy(link) &&
      this.bytesPerMs[link] === 0 &&
      this.isSpoken[link] === 0 &&
      this.oneWay[link] === 0 &&
      !conditions.impairs(2 * link) &&
      !conditions.impairs(2 * link + 1);
    this.links[link].isDisturbed = calm ? 0 : 1;
  }

  private transmit(call: number, tries: number): void {
    const { calls, conditions, clock, due, scratch } = this.sim;
    const link = calls.link(call);
    const replying = calls.state(call) === REPLYING;
    if (calls.isOneWay(call)) {
      if (replying) {
        calls.setState(call, DONE);
        calls.release(call);
        return;
      }
    } else if (this.oneWay[link] === 1 && !replying) {
      this.sendAlone(call);
      return;
    }
    const path = this.isSpread[link] === 1 ? this.sim.paths.of(call) : link;
    const direction = replying ? 1 : 0;
    const way = 2 * path + direction;
    const now = clock.value;
    if (conditions.isCut[way] !== 0 || this.mishaps.loses(way)) {
      if (calls.has(call, TRACED)) this.trace(call, replying, now, Number.NaN);
      this.mishaps.lose(call, tries);
      return;
    }
    if (conditions.spoils[way] === 1 && this.mishaps.spoils(call, way, replying, tries)) return;
    (this.links[link].latency as Draws).into(scratch);
    let delay = scratch.value + this.crossingMs[path] + conditions.addedMs[way];
    const jitter = conditions.jitterMs[way];
    if (jitter > 0) delay += jitter * this.jitterStream[link].uniform();
    const own = this.bytesPerMs[link];
    const left = conditions.bytesPerMs[way];
    const rate = own === 0 || left < own ? left : own;
    const coding = this.codingMs[link];
    if (rate < Number.POSITIVE_INFINITY || coding > 0) {
      const operation = this.sim.plan.operations[calls.operation(call)];
      const body = replying ? operation.responseBytes : operation.requestBytes;
      // The caller's share; the callee's is part of its work.
      delay += body * coding;
      const line = 2 * link + direction;
      const start = this.busyUntilMs[line] > now ? this.busyUntilMs[line] : now;
      const end = start + (this.headerBytes[link] + body * this.bodyRatio[link]) / rate;
      this.busyUntilMs[line] = end;
      delay += end - now;
    }
    due.value = now + delay;
    if (calls.has(call, TRACED)) this.trace(call, replying, now, due.value);
    const code = this.isSpoken[link] === 1 ? this.heardCode : this.arriveCode;
    if (due.value === now) this.sim.soon(code, call, 0);
    else this.sim.post(code, call, 0);
  }

  /** The request goes its way by itself, and its caller goes on at once. */
  private sendAlone(call: number): void {
    const { calls } = this.sim;
    const alone = this.mishaps.copyOf(call);
    this.sim.connections.handOver(call, alone);
    calls.startReply(call, OK, OK);
    this.sim.soon(this.arriveCode, call, 0);
    this.transmit(alone, 0);
  }

  /** Draws whether a message that is not a call is lost. */
  loses(way: number, stream: Stream): boolean {
    return this.mishaps.loses(way, stream);
  }

  /** A call, or its answer, reaches the other end. */
  arrive(call: number): void {
    const { calls } = this;
    const state = calls.state(call);
    if (state === REPLYING) this.sim.flow.answered(call);
    else if (state === TRAVELLING) {
      const link = this.links[calls.link(call)];
      (link.request as KindHandlers["request"]).call(link.calleeKind as KindHandlers, call);
    }
  }

  /** A message of a protocol that does more than carry it has arrived. */
  private heard(call: number): void {
    this.sim.connections.arrived(call, this.take);
  }

  private trace(call: number, replying: boolean, departMs: number, arriveMs: number): void {
    const { calls, trace } = this.sim;
    let code = calls.has(call, MESSAGE) ? DELIVERY : REQUEST;
    if (replying) code = calls.outcome(call) === OK || calls.has(call, ABANDONED) ? REPLY : ERROR_REPLY;
    trace.add(calls.link(call), departMs, arriveMs, code);
  }
}
