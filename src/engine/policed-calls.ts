import { ABANDONED, DONE, FREE, LOGICAL, MESSAGE, NO_CALL, TRACED, WAITING } from "./calls";
import type { Flow } from "./flow";
import { BREAKER_OPEN, CANCELLED, OK, TIMEOUT } from "./outcome";
import type { Sim } from "./sim";

/** Lets a call out (OK) or names why not. */
export type Admitter = (call: number) => number;
/** Sees how an admitted call ended for its caller. */
export type Observer = (call: number, outcome: number) => void;
/** Writes the pause before the next attempt into `scratch[0]` [ms], or says no. */
export type Retrier = (call: number, outcome: number) => boolean;

/**
 * Calls over links that carry policies: time limits, retries, breakers.
 *
 * Without retries a call is one record. With retries the record stands for all attempts (LOGICAL) and each attempt is
 * a record below it, since an attempt that timed out keeps working at the callee while the next is under way.
 * Order of the policies as resilience4j stacks them: retry around breaker around time limit.
 */
export class PolicedCalls {
  /** 1 on links with a policy. */
  readonly has: Uint8Array;
  /** Limit of one attempt [ms], by link; 0 is none. */
  readonly perTryMs: Float64Array;
  /** Limit over all attempts and pauses [ms], by link; 0 is none. */
  readonly overallMs: Float64Array;
  readonly admitters: Admitter[][];
  readonly observers: Observer[][];
  readonly retriers: (Retrier | null)[];
  /** Worst state of the link's breakers: 0 closed, 1 half-open, 2 open; absent where there is none. */
  readonly breakerState: ((() => number) | undefined)[] = [];

  /** The lanes of a link's limits, of one attempt and of all, and the limits they are for [ms]. */
  private readonly lanes: Int32Array;
  private readonly laneMs: Float64Array;
  private readonly timeoutCode: number;
  private readonly attemptCode: number;
  private readonly refusalCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly flow: Flow,
  ) {
    const links = sim.plan.links.length;
    this.has = new Uint8Array(links);
    this.perTryMs = new Float64Array(links);
    this.overallMs = new Float64Array(links);
    this.admitters = Array.from({ length: links }, () => []);
    this.observers = Array.from({ length: links }, () => []);
    this.lanes = new Int32Array(2 * links);
    this.laneMs = new Float64Array(2 * links);
    this.retriers = new Array(links).fill(null);
    this.timeoutCode = sim.register((call, generation) => this.expire(call, generation));
    this.attemptCode = sim.register((call, generation) => {
      if (sim.calls.generation(call) === generation && sim.calls.state(call) === WAITING) this.attempt(call);
    });
    this.refusalCode = sim.register((call) => {
      if (sim.calls.has(call, ABANDONED)) sim.calls.release(call);
      else this.flow.settle(call);
    });
  }

  /** Sends a fresh call on its way. */
  start(call: number): void {
    const { calls } = this.sim;
    const link = calls.link(call);
    if (this.retriers[link] === null) {
      this.begin(call, this.tighter(link));
      return;
    }
    calls.setFlag(call, LOGICAL);
    calls.setState(call, WAITING);
    if (this.overallMs[link] > 0) this.arm(call, this.overallMs[link]);
    this.attempt(call);
  }

  /** The call has ended for its caller; true when it was one attempt of a call that decides for itself what follows. */
  attemptSettled(call: number): boolean {
    const { calls } = this.sim;
    this.observe(call, calls.outcome(call));
    const parent = calls.parent(call);
    if (parent === NO_CALL || !calls.has(parent, LOGICAL)) return false;
    this.attemptEnded(parent, calls.outcome(call), calls.cause(call));
    calls.setParent(call, NO_CALL);
    calls.release(parent);
    calls.release(call);
    return true;
  }

  /** A time limit has run out. */
  expire(call: number, generation: number): void {
    const { calls, conditions, meter } = this.sim;
    const state = calls.state(call);
    if (calls.generation(call) !== generation || state === DONE || state === FREE) return;
    if (calls.has(call, ABANDONED)) return;
    const waiter = this.flow.callerReplica(call);
    if (waiter >= 0 && conditions.isPaused[waiter] === 1) {
      // A paused process does not notice that time is up until it goes on.
      this.flow.paused.keepLimit(waiter, call, generation);
      return;
    }
    if (calls.has(call, LOGICAL)) {
      this.expireLogical(call);
      return;
    }
    this.observe(call, TIMEOUT);
    const parent = calls.parent(call);
    if (parent !== NO_CALL && calls.has(parent, LOGICAL)) {
      this.flow.abandon(call);
      this.attemptEnded(parent, TIMEOUT, TIMEOUT);
      return;
    }
    // The record goes on as the callee's work, whose outcome so far is put back once the caller has heard.
    const outcome = calls.outcome(call);
    const cause = calls.cause(call);
    calls.setOutcome(call, TIMEOUT, TIMEOUT);
    meter.callEnded(calls.link(call), call);
    this.flow.hear(call);
    calls.setOutcome(call, outcome, cause);
  }

  /** Ends a call of several attempts whose caller's own work was stopped. */
  withdraw(logical: number): void {
    const { calls, meter } = this.sim;
    const attempt = calls.aux(logical);
    calls.setOutcome(logical, CANCELLED, CANCELLED);
    meter.callEnded(calls.link(logical), logical);
    calls.setState(logical, DONE);
    if (attempt !== NO_CALL) {
      this.observe(attempt, CANCELLED);
      this.flow.abandon(attempt);
    }
    const parent = calls.parent(logical);
    calls.setParent(logical, NO_CALL);
    if (parent !== NO_CALL) calls.release(parent);
    calls.release(logical);
  }

  private expireLogical(call: number): void {
    const { calls } = this.sim;
    calls.setOutcome(call, TIMEOUT, TIMEOUT);
    const attempt = calls.aux(call);
    if (attempt !== NO_CALL) {
      // A breaker must hear of every call it let out, or its trial calls would never be judged.
      this.observe(attempt, TIMEOUT);
      this.flow.abandon(attempt);
    }
    this.finish(call);
  }

  private tighter(link: number): number {
    const perTry = this.perTryMs[link];
    const overall = this.overallMs[link];
    if (perTry === 0) return overall;
    return overall === 0 || perTry < overall ? perTry : overall;
  }

  private attempt(logical: number): void {
    const { calls, clock, meter } = this.sim;
    const link = calls.link(logical);
    const call = calls.allocate(
      logical,
      link,
      calls.operation(logical),
      calls.key(logical),
      calls.replica(logical),
      clock,
    );
    calls.setFlag(call, calls.flags(logical) & (TRACED | MESSAGE));
    calls.retain(logical);
    calls.setAux(logical, call);
    const before = calls.attempt(logical);
    calls.setAttempt(logical, before + 1);
    if (before > 0) meter.retried(link);
    this.begin(call, this.perTryMs[link]);
  }

  private begin(call: number, limitMs: number): void {
    const { calls, network } = this.sim;
    const admitters = this.admitters[calls.link(call)];
    for (let i = 0; i < admitters.length; i++) {
      const verdict = admitters[i](call);
      if (verdict === OK) continue;
      calls.setOutcome(call, verdict, verdict);
      // Told at the same instant, but not yet: the caller is still in the middle of calling.
      this.sim.soon(this.refusalCode, call, 0);
      return;
    }
    if (limitMs > 0) this.arm(call, limitMs);
    network.send(call);
  }

  private arm(call: number, limitMs: number): void {
    const { calls } = this.sim;
    const at = 2 * calls.link(call) + (calls.has(call, LOGICAL) ? 1 : 0);
    if (this.laneMs[at] !== limitMs) {
      this.laneMs[at] = limitMs;
      this.lanes[at] = this.sim.lane(limitMs, true);
    }
    this.sim.postLane(this.lanes[at], this.timeoutCode, call, calls.generation(call));
  }

  observe(call: number, outcome: number): void {
    if (outcome === BREAKER_OPEN) return;
    const observers = this.observers[this.sim.calls.link(call)];
    for (let i = 0; i < observers.length; i++) observers[i](call, outcome);
  }

  private attemptEnded(logical: number, outcome: number, cause: number): void {
    const { calls, clock, due, scratch } = this.sim;
    if (calls.state(logical) !== WAITING) return;
    calls.setAux(logical, NO_CALL);
    calls.setOutcome(logical, outcome, cause);
    const retrier = this.retriers[calls.link(logical)];
    if (outcome !== OK && retrier !== null && retrier(logical, outcome)) {
      due[0] = clock[0] + scratch[0];
      if (scratch[0] > 0) this.sim.post(this.attemptCode, logical, calls.generation(logical));
      else this.sim.soon(this.attemptCode, logical, calls.generation(logical));
      return;
    }
    this.finish(logical);
  }

  private finish(logical: number): void {
    this.sim.calls.setState(logical, DONE);
    this.flow.ended(logical);
  }
}
