import type { Stream } from "../base/stream";
import { DONE, LOGICAL, NO_CALL, REPLYING, STORED, TAKEN_BACK, TRAVELLING } from "./calls";
import { CANCELLED } from "./outcome";
import type { PlanLink, Sampler } from "./plan";
import type { Sim } from "./sim";

/**
 * Calls that their caller takes back. Where the link's protocol cancels, the news travels to the callee like any
 * message; the callee stops working on the call and takes back what it called for it in turn.
 */
export class Cancellations {
  /** 1 where the link's protocol tells the callee. */
  readonly tells: Uint8Array;
  private readonly knowsDeadline: Uint8Array;
  private readonly streams: (Stream | undefined)[] = [];
  private readonly latency: (Sampler | undefined)[] = [];
  /** News that cannot arrive yet: the link is cut, or the callee's process is paused. Rare, so plain objects. */
  private held: { readonly call: number; readonly generation: number; readonly hasArrived: boolean }[] = [];
  private readonly arriveCode: number;

  constructor(private readonly sim: Sim) {
    this.tells = new Uint8Array(sim.plan.links.length);
    this.knowsDeadline = new Uint8Array(sim.plan.links.length);
    this.arriveCode = sim.register((call, generation) => this.arrive(call, generation));
    sim.conditions.watch(() => this.tryHeld());
  }

  configure(link: PlanLink): void {
    const { index } = link;
    this.tells[index] = link.protocol.cancels ? 1 : 0;
    this.knowsDeadline[index] = link.protocol.deadlines ? 1 : 0;
    if (!link.protocol.cancels) return;
    this.streams[index] ??= this.sim.stream(`link:${link.id}:cancel`);
    this.latency[index] = link.bindLatency(this.streams[index]);
  }

  /** The caller has abandoned the call: the callee is told, if it still has anything to do with it. */
  takeBack(call: number, parent: number): void {
    const { calls } = this.sim;
    const state = calls.state(call);
    if (state === DONE || state === REPLYING || calls.has(call, LOGICAL)) return;
    this.tell(call, calls.generation(call), parent);
  }

  /**
   * Ends the work on a call at its callee. The kind has let go of it; what it called for it is abandoned, and by that
   * taken back too where the protocol can.
   */
  stop(call: number): void {
    const { calls, meter, conditions } = this.sim;
    if (calls.references(call) > 1) this.abandonChildren(call);
    meter.left(conditions.nodeOf(calls.replica(call)), call, CANCELLED, CANCELLED);
    this.forget(call);
  }

  /** A request taken back before it arrived: the callee never works on it. */
  forget(call: number): void {
    const { calls, meter, replicas } = this.sim;
    if (replicas.draining > 0) replicas.left(call);
    meter.cancelled(calls.link(call));
    calls.setState(call, DONE);
    calls.release(call);
  }

  private tell(call: number, generation: number, parent: number): void {
    const { calls, clock, conditions, due, network, scratch } = this.sim;
    const link = calls.link(call);
    const path = this.sim.paths.of(call);
    const [latency, stream] = [this.latency[link] as Sampler, this.streams[link] as Stream];
    if (this.isOverdue(call, parent)) {
      // The callee's own clock tells it, as much later as the request took to reach it.
      network.flight(path, latency, stream);
    } else if (conditions.isCut[2 * path] === 1) {
      this.held.push({ call, generation, hasArrived: false });
      return;
    } else {
      network.probe(path, latency, stream);
    }
    if (scratch.value === Number.POSITIVE_INFINITY) return;
    due.value = clock.value + scratch.value;
    if (scratch.value > 0) this.sim.post(this.arriveCode, call, generation);
    else this.sim.soon(this.arriveCode, call, generation);
  }

  /**
   * Whether the call was given up for being late, on a link whose protocol tells its callee how long it may take: its
   * own limit, that of all tries, or what was left of the time of the call that it was made for.
   */
  private isOverdue(call: number, parent: number): boolean {
    const { calls, clock, flow } = this.sim;
    const link = calls.link(call);
    if (this.knowsDeadline[link] === 0) return false;
    const { perTryMs, overallMs } = flow.policed.limits;
    const isOver = (begun: number, limitMs: number) => limitMs > 0 && clock.value >= calls.sentMs(begun) + limitMs;
    const whole = parent !== NO_CALL && calls.has(parent, LOGICAL) ? parent : call;
    if (isOver(call, perTryMs[link]) || isOver(whole, overallMs[link])) return true;
    const caller = whole === call ? parent : calls.parent(whole);
    return caller !== NO_CALL && !calls.has(caller, STORED) && this.isOverdue(caller, calls.parent(caller));
  }

  private arrive(call: number, generation: number): void {
    const { calls, callee, conditions, handlers } = this.sim;
    if (calls.generation(call) !== generation) return;
    const state = calls.state(call);
    if (state === DONE || state === REPLYING) return;
    // On one connection the request comes first, however late.
    if (state === TRAVELLING) calls.setFlag(call, TAKEN_BACK);
    else if (conditions.isPaused[calls.replica(call)] === 1) this.held.push({ call, generation, hasArrived: true });
    else handlers[callee[calls.link(call)]].cancel?.(call);
  }

  private tryHeld(): void {
    if (this.held.length === 0) return;
    const { held } = this;
    this.held = [];
    for (const { call, generation, hasArrived } of held) {
      if (this.sim.calls.generation(call) !== generation) continue;
      if (hasArrived) this.arrive(call, generation);
      else this.tell(call, generation, NO_CALL);
    }
  }

  /** Few calls are taken back while they wait for calls of their own, so that those are looked up. */
  private abandonChildren(parent: number): void {
    const { calls, caller, flow, handlers } = this.sim;
    let left = calls.references(parent) - 1;
    for (let call = calls.after(NO_CALL); call !== NO_CALL && left > 0; call = calls.after(call)) {
      if (calls.parent(call) !== parent || !calls.isAlive(call)) continue;
      left--;
      handlers[caller[calls.link(call)]].abandoned?.(parent, call);
      flow.withdraw(call);
    }
  }
}
