import type { Cell } from "../base/cell";
import { ABANDONED, type Calls, DONE, LOGICAL, LOST, MESSAGE, NO_CALL, STORED, TRACED, WAITING } from "./calls";
import type { HopTrace } from "./hop-trace";
import type { LinkState } from "./link-state";
import type { Meter } from "./meter";
import type { Network } from "./network";
import { CANCELLED, DROPPED, OK } from "./outcome";
import { PausedCallers } from "./paused-callers";
import type { KindHandlers } from "./plan";
import { PolicedCalls } from "./policed-calls";
import type { RecordedNeeds } from "./recorded-needs";
import type { Replicas } from "./replicas";
import type { Sim } from "./sim";

/** A call's life from its caller's side: start, answer, and what becomes of an answer that nobody waits for. */
export class Flow {
  /** Time limits, retries and breakers, on the links that carry them. */
  readonly policed: PolicedCalls;
  readonly paused: PausedCallers;
  private readonly calls: Calls;
  private readonly clock: Cell;
  private readonly meter: Meter;
  private readonly network: Network;
  private readonly links: readonly LinkState[];
  private readonly isPaused: Uint8Array;
  private readonly replicas: Replicas;
  private readonly recorded: RecordedNeeds;
  private readonly trace: HopTrace;

  constructor(private readonly sim: Sim) {
    this.calls = sim.calls;
    this.clock = sim.clock;
    this.meter = sim.meter;
    this.network = sim.network;
    this.links = sim.links;
    this.isPaused = sim.conditions.isPaused;
    this.replicas = sim.replicas;
    this.recorded = sim.recorded;
    this.trace = sim.trace;
    this.paused = new PausedCallers(sim.calls, sim.plan.replicas);
    this.policed = new PolicedCalls(sim, this);
  }

  /**
   * Starts a call over `link` on behalf of `parent` (NO_CALL at the root); `replica` is the chosen host, or -1 to let
   * the callee's address pick one. The kind at the link's start hears the end through `answer`.
   */
  call(parent: number, link: number, operation: number, key: number, replica: number): number {
    const call = this.calls.allocate(parent, link, operation, key, replica, this.clock);
    if (parent === NO_CALL) {
      this.calls.setRecord(call, this.recorded.issuing);
      if (this.trace.sample() === true) this.calls.setFlag(call, TRACED);
    } else {
      this.calls.retain(parent);
      const inherited = this.calls.flags(parent) & (TRACED | STORED);
      if (inherited !== 0) this.inherit(call, inherited);
    }
    this.meter.callStarted(link);
    if (this.links[link].hasPolicy === 1) this.policed.start(call);
    else this.network.send(call);
    return call;
  }

  /** The callee answers: the answer starts its way back. */
  reply(call: number, outcome: number, cause: number): void {
    if (this.replicas.draining > 0) this.replicas.left(call);
    this.calls.startReply(call, outcome, cause);
    this.network.send(call);
  }

  /** The work on a call that was answered before is over. */
  forget(call: number): void {
    if (this.replicas.draining > 0) this.replicas.left(call);
    this.calls.setState(call, DONE);
    this.calls.release(call);
  }

  /** The answer has reached the caller. */
  answered(call: number): void {
    const link = this.calls.link(call);
    if (this.calls.has(call, ABANDONED)) {
      this.answeredInVain(call);
      return;
    }
    const state = this.links[link];
    if (state.hasPolicy === 1) {
      this.settle(call);
      return;
    }
    this.calls.setState(call, DONE);
    this.meter.callEnded(link, call);
    const parent = this.calls.parent(call);
    if (parent !== NO_CALL) {
      const replica = this.calls.replica(parent);
      if (this.calls.state(parent) !== WAITING || (replica >= 0 && this.isPaused[replica] === 1)) {
        this.tell(call);
        return;
      }
    }
    (state.answer as KindHandlers["answer"]).call(state.callerKind as KindHandlers, parent, call);
    if (parent !== NO_CALL) {
      // The record may outlive its caller's, for work that goes on behind the answer.
      this.calls.setParent(call, NO_CALL);
      this.calls.release(parent);
    }
    this.calls.release(call);
  }

  /** The answer comes when nobody waits for it any more. */
  private answeredInVain(call: number): void {
    const { calls, meter } = this;
    const link = calls.link(call);
    calls.setState(call, DONE);
    if (!calls.isOneWay(call)) meter.lateReply(link);
    if (calls.has(call, MESSAGE) && calls.outcome(call) === OK) meter.workedInVain(link);
    calls.release(call);
  }

  /** The network has given the call or its answer up; `outcome` -1 means that nobody is told. */
  lost(call: number, outcome: number): void {
    const { calls } = this.sim;
    if (this.replicas.draining > 0) this.replicas.left(call);
    if (calls.has(call, ABANDONED)) {
      calls.setState(call, DONE);
      calls.release(call);
    } else if (outcome === -1 && this.isAwaited(call)) {
      calls.setFlag(call, LOST);
    } else if (outcome === -1) {
      calls.setOutcome(call, DROPPED, DROPPED);
      this.settle(call);
    } else {
      calls.setOutcome(call, outcome, outcome);
      this.settle(call);
    }
  }

  /** Whether somebody waits for the answer: not for what was published without waiting for the confirm. */
  private isAwaited(call: number): boolean {
    return this.calls.parent(call) !== NO_CALL || this.meter.standsForUsers(this.links[this.calls.link(call)].caller);
  }

  /** The caller forgets a call under way; its answer will be discarded. */
  abandon(call: number): void {
    const { calls } = this.sim;
    const parent = calls.parent(call);
    calls.setFlag(call, ABANDONED);
    calls.setParent(call, NO_CALL);
    if (calls.has(call, LOST)) {
      calls.setState(call, DONE);
      calls.release(call);
    } else {
      this.network.abandoned(call, parent);
    }
    if (parent !== NO_CALL) calls.release(parent);
  }

  /** The caller's own work was stopped: it waits no longer, and that is how the call ends for it. */
  withdraw(call: number): void {
    const { calls } = this.sim;
    if (calls.has(call, LOGICAL)) {
      this.policed.withdraw(call);
      return;
    }
    // The record goes on as the callee's work, whose outcome so far is put back.
    const outcome = calls.outcome(call);
    const cause = calls.cause(call);
    calls.setOutcome(call, CANCELLED, CANCELLED);
    this.meter.callEnded(calls.link(call), call);
    calls.setOutcome(call, outcome, cause);
    if (this.links[calls.link(call)].hasPolicy === 1) this.policed.giveUp(call, CANCELLED);
    else this.abandon(call);
  }

  /** A caller's process goes on: it hears of all that ended while it was paused. */
  resume(replica: number): void {
    this.paused.goOn(
      replica,
      (call, generation) => this.policed.expire(call, generation),
      (call) => this.hear(call),
    );
    this.policed.resume(replica);
  }

  /** The caller learns the outcome of a call that ended in time. */
  settle(call: number): void {
    this.sim.calls.setState(call, DONE);
    if (this.links[this.calls.link(call)].hasPolicy === 1 && this.policed.attemptSettled(call)) return;
    this.ended(call);
  }

  /** The call is over, whatever its attempts. */
  ended(call: number): void {
    this.meter.callEnded(this.calls.link(call), call);
    this.tell(call);
  }

  /** Tells the caller, unless its process is paused: then it hears nothing until it goes on. */
  private tell(call: number): void {
    const caller = this.callerReplica(call);
    if (caller >= 0 && this.isPaused[caller] === 1) this.paused.keepAnswer(caller, call);
    else this.hear(call);
  }

  /** The replica that waits for the call; -1 at the root. */
  callerReplica(call: number): number {
    const { calls } = this.sim;
    let parent = calls.parent(call);
    while (parent !== NO_CALL && calls.has(parent, LOGICAL)) parent = calls.parent(parent);
    return parent === NO_CALL ? -1 : calls.replica(parent);
  }

  /** Tells the caller, if it still waits, and lets go of the call. */
  hear(call: number): void {
    const { calls, handlers, caller, meter } = this.sim;
    const parent = calls.parent(call);
    const over = calls.state(call) === DONE;
    if (over && calls.has(call, ABANDONED)) {
      // Its caller was paused when the answer came, and died before it went on.
      meter.lateReply(calls.link(call));
      calls.release(call);
      return;
    }
    const alive = parent === NO_CALL || calls.state(parent) === WAITING;
    if (alive) handlers[caller[calls.link(call)]].answer(parent, call);
    else meter.lateReply(calls.link(call));
    if (over) {
      calls.setParent(call, NO_CALL);
      if (parent !== NO_CALL) calls.release(parent);
      calls.release(call);
    } else {
      this.abandon(call);
    }
  }

  private inherit(call: number, flags: number): void {
    const { calls } = this.sim;
    calls.setFlag(call, flags & TRACED);
    if ((flags & STORED) !== 0) calls.setFlag(call, MESSAGE);
  }
}
