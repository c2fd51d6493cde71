import type { Stream } from "../base/stream";
import { ABANDONED, MESSAGE, REPLYING, TRACED, TRAVELLING } from "./calls";
import { OK, RESET } from "./outcome";
import type { PlanLink, Sampler } from "./plan";
import type { Sim } from "./sim";

/** Linux's least retransmission timeout, RFC 6298 with its minimum lowered to 200 ms; doubles each time. */
const RETRANSMIT_MS = 200;
/** Linux tcp_retries2: after this many the connection is given up. */
const RETRANSMITS = 15;
const MAX_RETRANSMIT_MS = 120_000;

const REQUEST = 0;
const REPLY = 1;
const ERROR_REPLY = 2;
const DELIVERY = 3;

/** Carries calls and their answers over links: latency, bandwidth, loss and partitions. */
export class Network {
  private readonly latency: Sampler[] = [];
  private readonly lossStream: Stream[] = [];
  private readonly jitterStream: Stream[] = [];
  private readonly crossingMs: Float64Array;
  private readonly ownLoss: Float64Array;
  private readonly bytesPerMs: Float64Array;
  private readonly retransmits: Uint8Array;
  /** When the last message has left, per link and direction [ms]. */
  private readonly busyUntilMs: Float64Array;
  private readonly arriveCode: number;
  private readonly resendCode: number;

  constructor(private readonly sim: Sim) {
    const { links } = sim.plan;
    this.crossingMs = new Float64Array(links.length);
    this.ownLoss = new Float64Array(links.length);
    this.bytesPerMs = new Float64Array(links.length);
    this.retransmits = new Uint8Array(links.length);
    this.busyUntilMs = new Float64Array(2 * links.length);
    for (const link of links) {
      this.lossStream.push(sim.stream(`link:${link.id}:loss`));
      this.jitterStream.push(sim.stream(`link:${link.id}:jitter`));
      this.configure(link);
    }
    this.arriveCode = sim.register((call) => this.arrive(call));
    this.resendCode = sim.register((call, tries) => this.transmit(call, tries));
  }

  /** Reads a link's properties; again after a live edit. */
  configure(link: PlanLink): void {
    const { index } = link;
    this.latency[index] = link.bindLatency(this.sim.stream(`link:${link.id}:latency`));
    this.crossingMs[index] = link.crossingMs;
    this.ownLoss[index] = link.lossRatio;
    this.bytesPerMs[index] = link.bytesPerMs;
    this.retransmits[index] = link.retransmits ? 1 : 0;
  }

  /** Sends the call, or its answer when it is REPLYING, on its way. */
  send(call: number): void {
    this.transmit(call, 0);
  }

  /**
   * Writes a fresh one-way time of the link into `scratch[0]` [ms], for traffic that is not a call; Infinity when the
   * message is lost for good. Draws come from the caller's own stream, so that calls keep theirs.
   */
  probe(link: number, sampler: Sampler, stream: Stream): void {
    const { scratch, conditions } = this.sim;
    let waitedMs = 0;
    for (let tries = 0; this.loses(link, stream); tries++) {
      waitedMs = this.retransmits[link] === 1 && tries < RETRANSMITS ? waitedMs + retransmitMs(tries) : Infinity;
      if (waitedMs === Infinity) break;
    }
    sampler(scratch);
    scratch[0] += this.crossingMs[link] + conditions.addedMs[link] + waitedMs;
    if (conditions.jitterMs[link] > 0) scratch[0] += conditions.jitterMs[link] * stream.uniform();
  }

  private transmit(call: number, tries: number): void {
    const { calls, conditions, clock, due, scratch } = this.sim;
    const link = calls.link[call];
    const replying = calls.state[call] === REPLYING;
    const now = clock[0];
    const cut = replying ? conditions.repliesCut[link] : conditions.requestsCut[link];
    if (cut !== 0 || this.loses(link, this.lossStream[link])) {
      if ((calls.flags[call] & TRACED) !== 0) this.trace(call, replying, now, Number.NaN);
      this.lose(call, tries);
      return;
    }
    this.latency[link](scratch);
    let delay = scratch[0] + this.crossingMs[link] + conditions.addedMs[link];
    const jitter = conditions.jitterMs[link];
    if (jitter > 0) delay += jitter * this.jitterStream[link].uniform();
    const rate = this.bytesPerMs[link];
    if (rate > 0) {
      const operation = this.sim.plan.operations[calls.operation[call]];
      const lane = 2 * link + (replying ? 1 : 0);
      const start = this.busyUntilMs[lane] > now ? this.busyUntilMs[lane] : now;
      const end = start + (replying ? operation.responseBytes : operation.requestBytes) / rate;
      this.busyUntilMs[lane] = end;
      delay += end - now;
    }
    due[0] = now + delay;
    if ((calls.flags[call] & TRACED) !== 0) this.trace(call, replying, now, due[0]);
    this.sim.post(this.arriveCode, call, 0);
  }

  private loses(link: number, stream: Stream): boolean {
    const own = this.ownLoss[link];
    const fault = this.sim.conditions.lossRatio[link];
    if (own === 0 && fault === 0) return false;
    return stream.uniform() < 1 - (1 - own) * (1 - fault);
  }

  private lose(call: number, tries: number): void {
    const { calls, clock, due } = this.sim;
    const link = calls.link[call];
    if (this.retransmits[link] === 1 && tries < RETRANSMITS) {
      due[0] = clock[0] + retransmitMs(tries);
      this.sim.post(this.resendCode, call, tries + 1);
      return;
    }
    // TCP gives the connection up, and the caller learns of it. A lost datagram tells nobody: the call waits for its
    // timeout, or for ever.
    this.sim.flow.lost(call, this.retransmits[link] === 1 ? RESET : -1);
  }

  private arrive(call: number): void {
    const { calls, plan, handlers, flow } = this.sim;
    if (calls.state[call] === REPLYING) flow.answered(call);
    else if (calls.state[call] === TRAVELLING) handlers[plan.links[calls.link[call]].to].request(call);
  }

  private trace(call: number, replying: boolean, departMs: number, arriveMs: number): void {
    const { calls, trace } = this.sim;
    let code = (calls.flags[call] & MESSAGE) !== 0 ? DELIVERY : REQUEST;
    if (replying) code = calls.outcome[call] === OK || (calls.flags[call] & ABANDONED) !== 0 ? REPLY : ERROR_REPLY;
    trace.add(calls.link[call], departMs, arriveMs, code);
  }
}

/** How long TCP waits before it sends for the (tries + 2)th time. */
function retransmitMs(tries: number): number {
  return Math.min(MAX_RETRANSMIT_MS, RETRANSMIT_MS * (1 << tries));
}
