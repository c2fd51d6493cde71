import { ABANDONED, DONE, FREE, LOGICAL, MESSAGE, NO_CALL, TRACED, WAITING } from "./calls";
import type { Flow } from "./flow";
import { GateRows } from "./gate-rows";
import { AGAIN, ANSWERED_HERE, FAILED_FOR_GOOD, type Fallback, type Repeater, WAIT } from "./gates";
import { CANCELLED, OK, RESET, TIMEOUT } from "./outcome";
import { PausedCallers } from "./paused-callers";
import type { Sim } from "./sim";
import { TimeLimits } from "./time-limits";

/** Writes what a policy has counted on one link over the run so far into `out`, in the order in which it declares it. */
export type ReadFigures = (out: Float64Array) => void;

/** `step` of a call whose fallback is under way: its own limits no longer count. */
const RESCUING = 1;

/**
 * Calls over links that carry policies.
 *
 * A call is one record, unless it can take several attempts or a fallback: then its record stands for the whole
 * (LOGICAL), and each attempt is a record below it, since an attempt that timed out keeps working at the callee while
 * the next is under way. The attempts hang on `aux`, one by one through `sibling`.
 *
 * Policies are stacked in the order of their registry, as resilience4j stacks them: fallback around the overall limit
 * around the attempts, and each attempt through its gates, with the limit of one attempt at its place among them.
 */
export class PolicedCalls {
  readonly limits: TimeLimits;
  readonly gates: GateRows;
  readonly repeaters: (Repeater | null)[];
  readonly fallbacks: (Fallback | null)[];
  /** By policy id and link. */
  readonly figures: Record<string, ReadFigures[]> = {};
  /** Worst state of the link's breakers: 0 closed, 1 half-open, 2 open; absent where there is none. */
  readonly breakerState: ((() => number) | undefined)[] = [];

  /** 1 where a record of its own stands for the whole call. */
  private readonly isWhole: Uint8Array;
  /** What came due while its caller's process was paused. */
  private readonly overdue: PausedCallers;
  private readonly attemptCode: number;
  private readonly refusalCode: number;
  private readonly gateCode: number;
  private readonly repeatCode: number;

  constructor(
    private readonly sim: Sim,
    private readonly flow: Flow,
  ) {
    const links = sim.plan.links.length;
    this.gates = new GateRows(sim, {
      arm: (call, link) => this.limits.startAttempt(call, link, this.isWhole[link] === 0),
      send: (call) => sim.network.send(call),
      // Told at the same instant, but not yet: the caller may still be in the middle of calling.
      refused: (call) => sim.soon(this.refusalCode, call, 0),
    });
    this.repeaters = new Array(links).fill(null);
    this.fallbacks = new Array(links).fill(null);
    this.isWhole = new Uint8Array(links);
    this.overdue = new PausedCallers(sim.calls, sim.plan.replicas);
    this.limits = new TimeLimits(
      sim,
      sim.register((call, generation) => this.expire(call, generation)),
    );
    this.attemptCode = sim.register((call, generation) => this.attemptDue(call, generation));
    this.gateCode = sim.register((call, generation) => {
      const { calls, clock } = sim;
      if (calls.generation(call) !== generation || !calls.isHeld(call) || calls.isLetGo(call)) return;
      if (calls.dueMs(call) === clock.value) this.gates.due(call);
    });
    this.repeatCode = sim.register((whole, generation) => {
      const { calls, clock } = sim;
      if (calls.generation(whole) !== generation || calls.state(whole) !== WAITING) return;
      if (calls.dueMs(whole) === clock.value) this.repeaters[calls.link(whole)]?.due?.(whole);
    });
    this.refusalCode = sim.register((call) => {
      if (sim.calls.has(call, ABANDONED)) sim.calls.release(call);
      else this.flow.settle(call);
    });
  }

  /** Calls over the link can outlast one attempt, or the limit of one attempt. */
  standForWhole(link: number): void {
    this.isWhole[link] = 1;
  }

  /** Sends a fresh call on its way. */
  start(call: number): void {
    const { calls } = this.sim;
    const link = calls.link(call);
    if (this.isWhole[link] === 0) {
      this.gates.enter(call);
      return;
    }
    calls.setFlag(call, LOGICAL);
    calls.setState(call, WAITING);
    this.limits.startWhole(call, link);
    this.attempt(call);
  }

  /** One attempt more. */
  attempt(whole: number): void {
    const { calls, clock } = this.sim;
    const link = calls.link(whole);
    const call = calls.allocate(whole, link, calls.operation(whole), calls.key(whole), calls.replica(whole), clock);
    calls.setFlag(call, calls.flags(whole) & (TRACED | MESSAGE));
    calls.retain(whole);
    calls.setSibling(call, calls.aux(whole));
    calls.setAux(whole, call);
    const number = calls.attempt(whole) + 1;
    calls.setAttempt(whole, number);
    calls.setAttempt(call, number);
    this.repeaters[link]?.began(whole);
    this.gates.enter(call);
  }

  /** A gate that keeps a call wants to hear of it at `due.value`. */
  keepUntil(call: number): void {
    const { calls, due } = this.sim;
    calls.stampDue(call, due);
    this.sim.post(this.gateCode, call, calls.generation(call));
  }

  /** A repeater wants to hear of a call at `due.value`; `dueMs` of the call says until when that holds. */
  repeatAt(whole: number): void {
    const { calls, clock, due } = this.sim;
    calls.stampDue(whole, due);
    if (due.value > clock.value) this.sim.post(this.repeatCode, whole, calls.generation(whole));
    else this.sim.soon(this.repeatCode, whole, calls.generation(whole));
  }

  /** A gate lets go of a call that it has kept. */
  pass(call: number): void {
    this.sim.calls.letGo(call);
    this.passed(call, this.sim.calls.generation(call));
  }

  /** The call has ended for its caller; true when it was a part of one that decides for itself what follows. */
  attemptSettled(call: number): boolean {
    const { calls } = this.sim;
    this.gates.leave(call, calls.outcome(call));
    const whole = calls.parent(call);
    if (whole === NO_CALL || !calls.has(whole, LOGICAL)) return false;
    if (calls.link(call) !== calls.link(whole)) this.sim.meter.callEnded(calls.link(call), call);
    this.partEnded(whole, call, calls.outcome(call), calls.cause(call));
    calls.setParent(call, NO_CALL);
    calls.release(whole);
    calls.release(call);
    return true;
  }

  /** A time limit has run out. */
  expire(call: number, generation: number): void {
    const { calls, conditions } = this.sim;
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
      if (calls.step(call) === RESCUING) return;
      calls.setOutcome(call, TIMEOUT, TIMEOUT);
      this.giveUpAttempts(call, TIMEOUT);
      this.finish(call);
      return;
    }
    const whole = calls.parent(call);
    if (whole !== NO_CALL && calls.has(whole, LOGICAL)) {
      const isFallback = calls.link(call) !== calls.link(whole);
      if (isFallback) this.countEnd(call, TIMEOUT);
      calls.retain(whole);
      this.giveUp(call, TIMEOUT);
      this.partEnded(whole, call, TIMEOUT, TIMEOUT);
      calls.release(whole);
      return;
    }
    // What never left its caller is over; any other record goes on as the callee's work, whose outcome so far is put back.
    if (calls.isHeld(call)) calls.setState(call, DONE);
    this.gates.leave(call, TIMEOUT);
    const outcome = calls.outcome(call);
    const cause = calls.cause(call);
    this.countEnd(call, TIMEOUT);
    calls.setOutcome(call, TIMEOUT, TIMEOUT);
    this.flow.hear(call);
    calls.setOutcome(call, outcome, cause);
  }

  /** Ends a call whose caller's own work was stopped. */
  withdraw(whole: number): void {
    const { calls, meter } = this.sim;
    const link = calls.link(whole);
    this.giveUpAttempts(whole, CANCELLED);
    this.repeaters[link]?.over(whole);
    calls.setOutcome(whole, CANCELLED, CANCELLED);
    meter.callEnded(link, whole);
    calls.setState(whole, DONE);
    const parent = calls.parent(whole);
    calls.setParent(whole, NO_CALL);
    if (parent !== NO_CALL) calls.release(parent);
    calls.release(whole);
  }

  /** The caller no longer waits for a call, or for one attempt of it. */
  giveUp(call: number, outcome: number): void {
    const { calls } = this.sim;
    const isHeld = calls.isHeld(call);
    this.gates.leave(call, outcome);
    // What never left its caller is nothing to tell the callee of, and nothing else will end it.
    if (isHeld) calls.setState(call, DONE);
    this.flow.abandon(call);
    if (isHeld) calls.release(call);
  }

  /** A caller's process goes on: what came due meanwhile happens now. */
  resume(replica: number): void {
    this.overdue.goOn(
      replica,
      (call, generation) => (this.sim.calls.has(call, LOGICAL) ? this.attemptDue(call, generation) : this.passed(call, generation)),
      () => {},
    );
  }

  private passed(call: number, generation: number): void {
    const { calls } = this.sim;
    if (calls.generation(call) !== generation || this.waitsForCaller(call, generation)) return;
    if (this.isAwaited(call)) this.gates.goOn(call);
    else this.gates.refuse(call, RESET);
  }

  private attemptDue(whole: number, generation: number): void {
    const { calls } = this.sim;
    if (calls.generation(whole) !== generation || calls.state(whole) !== WAITING) return;
    if (this.waitsForCaller(whole, generation)) return;
    if (this.isAwaited(whole)) this.attempt(whole);
    else this.finish(whole);
  }

  /** A paused process sends nothing until it goes on. */
  private waitsForCaller(call: number, generation: number): boolean {
    const caller = this.flow.callerReplica(call);
    if (caller < 0 || this.sim.conditions.isPaused[caller] === 0) return false;
    this.overdue.keepLimit(caller, call, generation);
    return true;
  }

  /** An attempt of a call has ended, or the call that was made in its place. */
  private partEnded(whole: number, part: number, outcome: number, cause: number): void {
    const { calls, clock, due, scratch } = this.sim;
    if (calls.state(whole) !== WAITING) return;
    this.unlink(whole, part);
    const link = calls.link(whole);
    if (calls.link(part) !== link) {
      if (outcome === OK) calls.setOutcome(whole, OK, OK);
      this.fallbacks[link]?.rescued(whole, outcome);
      this.end(whole);
      return;
    }
    calls.setOutcome(whole, outcome, cause);
    const repeater = this.repeaters[link];
    if (repeater !== null) {
      repeater.left(whole, part, outcome);
      const next = repeater.decide(whole, part, outcome);
      if (next === WAIT) return;
      if (next === AGAIN) {
        due.value = clock.value + scratch.value;
        if (scratch.value > 0) this.sim.post(this.attemptCode, whole, calls.generation(whole));
        else this.sim.soon(this.attemptCode, whole, calls.generation(whole));
        return;
      }
    }
    this.giveUpAttempts(whole, CANCELLED);
    this.finish(whole);
  }

  private unlink(whole: number, part: number): void {
    const { calls } = this.sim;
    if (calls.aux(whole) === part) {
      calls.setAux(whole, calls.sibling(part));
      return;
    }
    for (let at = calls.aux(whole); at !== NO_CALL; at = calls.sibling(at)) {
      if (calls.sibling(at) === part) calls.setSibling(at, calls.sibling(part));
    }
  }

  /** The attempts under way, or the fallback, are no longer waited for. */
  private giveUpAttempts(whole: number, outcome: number): void {
    const { calls } = this.sim;
    const link = calls.link(whole);
    let part = calls.aux(whole);
    calls.setAux(whole, NO_CALL);
    while (part !== NO_CALL) {
      const next = calls.sibling(part);
      if (calls.link(part) === link) {
        this.repeaters[link]?.left(whole, part, outcome);
        this.giveUp(part, outcome);
      } else {
        this.flow.withdraw(part);
      }
      part = next;
    }
  }

  /** All attempts are over: unless somebody else can answer, this is how the call ends. */
  private finish(whole: number): void {
    const { calls } = this.sim;
    const link = calls.link(whole);
    this.repeaters[link]?.over(whole);
    const fallback = this.fallbacks[link];
    if (fallback !== null && calls.outcome(whole) === OK) {
      fallback.answered(whole);
    } else if (fallback !== null && this.isAwaited(whole)) {
      const other = fallback.rescue(whole);
      if (other === ANSWERED_HERE) {
        calls.setOutcome(whole, OK, OK);
      } else if (other !== FAILED_FOR_GOOD) {
        calls.setStep(whole, RESCUING);
        const call = this.flow.call(whole, other, calls.operation(whole), calls.key(whole), -1);
        calls.setSibling(call, NO_CALL);
        calls.setAux(whole, call);
        return;
      }
    }
    this.end(whole);
  }

  private end(whole: number): void {
    const { calls } = this.sim;
    calls.setState(whole, DONE);
    const outer = calls.parent(whole);
    if (outer === NO_CALL || !calls.has(outer, LOGICAL)) {
      this.flow.ended(whole);
      return;
    }
    // It was the fallback of another call.
    this.countEnd(whole, calls.outcome(whole));
    this.partEnded(outer, whole, calls.outcome(whole), calls.cause(whole));
    calls.setParent(whole, NO_CALL);
    calls.release(outer);
    calls.release(whole);
  }

  /** Whoever made the call still waits for it: a process that died sends nothing more. */
  private isAwaited(call: number): boolean {
    const { calls } = this.sim;
    let parent = calls.parent(call);
    while (parent !== NO_CALL && calls.has(parent, LOGICAL)) parent = calls.parent(parent);
    return parent === NO_CALL || calls.state(parent) === WAITING;
  }

  /** Counts the end of a call on its link; its record keeps the callee's outcome. */
  private countEnd(call: number, outcome: number): void {
    const { calls, meter } = this.sim;
    const before = calls.outcome(call);
    const cause = calls.cause(call);
    calls.setOutcome(call, outcome, outcome);
    meter.callEnded(calls.link(call), call);
    calls.setOutcome(call, before, cause);
  }
}
