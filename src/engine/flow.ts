import { ABANDONED, DONE, FREE, LOGICAL, LOST, MESSAGE, NO_CALL, REPLYING, STORED, TRACED, TRAVELLING, WAITING } from "./calls";
import { BREAKER_OPEN, OK, TIMEOUT } from "./outcome";
import { PausedCallers } from "./paused-callers";
import type { Sim } from "./sim";

/** Lets a call out (OK) or names why not. */
export type Admitter = (call: number) => number;
/** Sees how an admitted call ended for its caller. */
export type Observer = (call: number, outcome: number) => void;
/** Writes the pause before the next attempt into `scratch[0]` [ms], or says no. */
export type Retrier = (call: number, outcome: number) => boolean;

/**
 * A call's life from its caller's side: start, attempts, time limits, and what becomes of its answer.
 *
 * Without retries a call is one record. With retries the record stands for all attempts (LOGICAL) and each attempt is
 * a record below it, since an attempt that timed out keeps working at the callee while the next is under way.
 * Order of the policies as resilience4j stacks them: retry around breaker around time limit.
 */
export class Flow {
  /** Limit of one attempt [ms], by link; 0 is none. */
  readonly perTryMs: Float64Array;
  /** Limit over all attempts and pauses [ms], by link; 0 is none. */
  readonly overallMs: Float64Array;
  readonly admitters: Admitter[][];
  readonly observers: Observer[][];
  readonly retriers: (Retrier | null)[];
  /** Worst state of the link's breakers: 0 closed, 1 half-open, 2 open; absent where there is none. */
  readonly breakerState: ((() => number) | undefined)[] = [];

  private readonly paused: PausedCallers;
  private readonly timeoutCode: number;
  private readonly attemptCode: number;
  private readonly refusalCode: number;

  constructor(private readonly sim: Sim) {
    const links = sim.plan.links.length;
    this.perTryMs = new Float64Array(links);
    this.overallMs = new Float64Array(links);
    this.admitters = Array.from({ length: links }, () => []);
    this.observers = Array.from({ length: links }, () => []);
    this.retriers = new Array(links).fill(null);
    this.paused = new PausedCallers(sim.calls, sim.plan.replicas);
    this.timeoutCode = sim.register((call, generation) => this.expire(call, generation));
    this.attemptCode = sim.register((call, generation) => {
      if (this.sim.calls.generation[call] === generation && this.sim.calls.state[call] === WAITING) this.attempt(call);
    });
    this.refusalCode = sim.register((call) => {
      if ((this.sim.calls.flags[call] & ABANDONED) === 0) this.settle(call);
      else this.sim.calls.release(call);
    });
  }

  /**
   * Starts a call over `link` on behalf of `parent` (NO_CALL at the root); `replica` is the chosen host, or -1 to let
   * the callee's address pick one. The kind at the link's start hears the end through `answer`.
   */
  call(parent: number, link: number, operation: number, key: number, replica: number): number {
    const { calls, clock, meter, trace } = this.sim;
    const call = calls.allocate();
    calls.parent[call] = parent;
    calls.link[call] = link;
    calls.operation[call] = operation;
    calls.key[call] = key;
    calls.replica[call] = replica;
    calls.sentMs[call] = clock[0];
    if (parent === NO_CALL) {
      if (trace.sample()) calls.flags[call] |= TRACED;
    } else {
      calls.references[parent]++;
      calls.flags[call] |= calls.flags[parent] & TRACED;
      if ((calls.flags[parent] & STORED) !== 0) calls.flags[call] |= MESSAGE;
    }
    meter.callStarted(link);
    if (this.retriers[link] === null) {
      this.begin(call, this.tighter(link));
      return call;
    }
    calls.flags[call] |= LOGICAL;
    calls.state[call] = WAITING;
    if (this.overallMs[link] > 0) this.arm(call, this.overallMs[link]);
    this.attempt(call);
    return call;
  }

  /** The callee answers: the answer starts its way back. */
  reply(call: number, outcome: number, cause: number): void {
    const { calls, network } = this.sim;
    calls.outcome[call] = outcome;
    calls.cause[call] = cause;
    calls.state[call] = REPLYING;
    network.send(call);
  }

  /** The answer has reached the caller. */
  answered(call: number): void {
    const { calls, meter } = this.sim;
    if ((calls.flags[call] & ABANDONED) !== 0) {
      calls.state[call] = DONE;
      meter.lateReply(calls.link[call]);
      calls.release(call);
      return;
    }
    this.settle(call);
  }

  /** The network has given the call or its answer up; `outcome` -1 means that nobody is told. */
  lost(call: number, outcome: number): void {
    const { calls } = this.sim;
    if ((calls.flags[call] & ABANDONED) !== 0) {
      calls.state[call] = DONE;
      calls.release(call);
    } else if (outcome === -1) {
      calls.flags[call] |= LOST;
    } else {
      calls.outcome[call] = outcome;
      calls.cause[call] = outcome;
      this.settle(call);
    }
  }

  /** The caller forgets a call under way; its answer will be discarded. */
  abandon(call: number): void {
    const { calls } = this.sim;
    const parent = calls.parent[call];
    calls.flags[call] |= ABANDONED;
    calls.parent[call] = NO_CALL;
    if (parent !== NO_CALL) calls.release(parent);
    if ((calls.flags[call] & LOST) !== 0) {
      calls.state[call] = DONE;
      calls.release(call);
    }
  }

  /** A caller's process goes on: it hears of all that ended while it was paused. */
  resume(replica: number): void {
    this.paused.goOn(
      replica,
      (call, generation) => this.expire(call, generation),
      (call) => this.hear(call),
    );
  }

  private tighter(link: number): number {
    const perTry = this.perTryMs[link];
    const overall = this.overallMs[link];
    if (perTry === 0) return overall;
    return overall === 0 || perTry < overall ? perTry : overall;
  }

  private attempt(logical: number): void {
    const { calls, clock, meter } = this.sim;
    const link = calls.link[logical];
    const call = calls.allocate();
    calls.parent[call] = logical;
    calls.link[call] = link;
    calls.operation[call] = calls.operation[logical];
    calls.key[call] = calls.key[logical];
    calls.replica[call] = calls.replica[logical];
    calls.sentMs[call] = clock[0];
    calls.flags[call] = calls.flags[logical] & (TRACED | MESSAGE);
    calls.references[logical]++;
    calls.aux[logical] = call;
    if (calls.attempt[logical]++ > 0) meter.retried(link);
    this.begin(call, this.perTryMs[link]);
  }

  private begin(call: number, limitMs: number): void {
    const { calls, clock, due, network, meter } = this.sim;
    const link = calls.link[call];
    const admitters = this.admitters[link];
    calls.state[call] = TRAVELLING;
    for (let i = 0; i < admitters.length; i++) {
      const verdict = admitters[i](call);
      if (verdict === OK) continue;
      calls.outcome[call] = verdict;
      calls.cause[call] = verdict;
      // Told at the same instant, but as an event: the caller is still in the middle of calling.
      due[0] = clock[0];
      this.sim.post(this.refusalCode, call, 0);
      return;
    }
    meter.attempted(link);
    if (limitMs > 0) this.arm(call, limitMs);
    network.send(call);
  }

  private arm(call: number, limitMs: number): void {
    this.sim.due[0] = this.sim.clock[0] + limitMs;
    this.sim.post(this.timeoutCode, call, this.sim.calls.generation[call]);
  }

  private expire(call: number, generation: number): void {
    const { calls } = this.sim;
    if (calls.generation[call] !== generation || calls.state[call] === DONE || calls.state[call] === FREE) return;
    if ((calls.flags[call] & ABANDONED) !== 0) return;
    const waiter = this.callerReplica(call);
    if (waiter >= 0 && this.sim.conditions.isPaused[waiter] === 1) {
      // A paused process does not notice that time is up until it goes on.
      this.paused.keepLimit(waiter, call, generation);
      return;
    }
    if ((calls.flags[call] & LOGICAL) !== 0) {
      calls.outcome[call] = TIMEOUT;
      calls.cause[call] = TIMEOUT;
      const attempt = calls.aux[call];
      if (attempt !== NO_CALL) {
        // A breaker must hear of every call it let out, or its trial calls would never be judged.
        this.observe(attempt, TIMEOUT);
        this.abandon(attempt);
      }
      this.finish(call);
      return;
    }
    this.observe(call, TIMEOUT);
    const parent = calls.parent[call];
    if (parent !== NO_CALL && (calls.flags[parent] & LOGICAL) !== 0) {
      this.abandon(call);
      this.attemptEnded(parent, TIMEOUT, TIMEOUT);
      return;
    }
    // The record goes on as the callee's work, whose outcome so far is put back once the caller has heard.
    const outcome = calls.outcome[call];
    const cause = calls.cause[call];
    calls.outcome[call] = TIMEOUT;
    calls.cause[call] = TIMEOUT;
    this.sim.meter.callEnded(call);
    this.hear(call);
    calls.outcome[call] = outcome;
    calls.cause[call] = cause;
  }

  /** The caller learns the outcome of a call that ended in time. */
  private settle(call: number): void {
    const { calls, meter } = this.sim;
    const outcome = calls.outcome[call];
    calls.state[call] = DONE;
    this.observe(call, outcome);
    const parent = calls.parent[call];
    if (parent !== NO_CALL && (calls.flags[parent] & LOGICAL) !== 0) {
      this.attemptEnded(parent, outcome, calls.cause[call]);
      calls.parent[call] = NO_CALL;
      calls.release(parent);
      calls.release(call);
      return;
    }
    meter.callEnded(call);
    this.hearOrHold(call);
  }

  private observe(call: number, outcome: number): void {
    if (outcome === BREAKER_OPEN) return;
    const observers = this.observers[this.sim.calls.link[call]];
    for (let i = 0; i < observers.length; i++) observers[i](call, outcome);
  }

  private attemptEnded(logical: number, outcome: number, cause: number): void {
    const { calls, clock, due, scratch } = this.sim;
    if (calls.state[logical] !== WAITING) return;
    calls.aux[logical] = NO_CALL;
    calls.outcome[logical] = outcome;
    calls.cause[logical] = cause;
    const retrier = this.retriers[calls.link[logical]];
    if (outcome !== OK && retrier !== null && retrier(logical, outcome)) {
      due[0] = clock[0] + scratch[0];
      this.sim.post(this.attemptCode, logical, calls.generation[logical]);
      return;
    }
    this.finish(logical);
  }

  private finish(logical: number): void {
    this.sim.calls.state[logical] = DONE;
    this.sim.meter.callEnded(logical);
    this.hearOrHold(logical);
  }

  /** A paused process hears nothing until it goes on. */
  private hearOrHold(call: number): void {
    const caller = this.callerReplica(call);
    if (caller >= 0 && this.sim.conditions.isPaused[caller] === 1) this.paused.keepAnswer(caller, call);
    else this.hear(call);
  }

  /** The replica that waits for the call; -1 at the root. */
  callerReplica(call: number): number {
    const { calls } = this.sim;
    let parent = calls.parent[call];
    if (parent !== NO_CALL && (calls.flags[parent] & LOGICAL) !== 0) parent = calls.parent[parent];
    return parent === NO_CALL ? -1 : calls.replica[parent];
  }

  private hear(call: number): void {
    const { calls, handlers, plan } = this.sim;
    const parent = calls.parent[call];
    const over = calls.state[call] === DONE;
    if (over && (calls.flags[call] & ABANDONED) !== 0) {
      // Its caller was paused when the answer came, and died before it went on.
      this.sim.meter.lateReply(calls.link[call]);
      calls.release(call);
      return;
    }
    const alive = parent === NO_CALL || calls.state[parent] === WAITING;
    if (alive) handlers[plan.links[calls.link[call]].from].answer(parent, call);
    else this.sim.meter.lateReply(calls.link[call]);
    if (over) {
      calls.parent[call] = NO_CALL;
      if (parent !== NO_CALL) calls.release(parent);
      calls.release(call);
    } else {
      this.abandon(call);
    }
  }
}
