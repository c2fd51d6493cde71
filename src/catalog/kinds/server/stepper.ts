import type { Cell } from "../../../base/cell";
import type { Stream } from "../../../base/stream";
import { DONE, NO_CALL, SLOTLESS, TRACED, WAITING } from "../../../engine/calls";
import { ERROR, OK } from "../../../engine/outcome";
import type { Sim } from "../../../engine/sim";
import type { Station } from "../../../engine/station";
import { CALL, PARALLEL, type Program, PUBLISH, REPLY, WORK } from "./program";

// A call's `step`: the instruction it is at, and whether its work has begun, and whether an error fault has been drawn.
const AT = 0x3fff;
const AT_WORK = 0x4000;
const JUDGED = 0x8000;
/** Calls under way in the low byte of a request's pending calls, and in the high one how many successes are still wanted. */
const MOST_AT_ONCE = 0xff;
const WANTED_AT = 8;

/** What the stepper leaves to the server. */
export interface StepHost {
  /** Writes the node's service time for the call into `out.value` [ms]. */
  serviceMs(node: number, out: Cell, call: number): void;
  isBlocking(node: number): boolean;
  finish(call: number, outcome: number, cause: number): void;
}

/**
 * Takes requests through the steps of their server. While some of several parallel calls are enough, the pending calls' high byte holds how
 * many successes are still wanted, and `aux` and the calls' `sibling` list those under way, so that the rest can be cancelled.
 */
export class Stepper {
  /** By node; null where a server has no steps of its own. */
  readonly programs: (Program | null)[];
  private readonly draws: readonly Stream[];

  constructor(
    private readonly sim: Sim,
    private readonly station: Station,
    private readonly host: StepHost,
  ) {
    const { nodes } = sim.plan;
    this.programs = nodes.map(() => null);
    this.draws = nodes.map((node) => sim.stream(`node:${node.id}:steps`));
  }

  /** Writes how long the call works now: no time at all where its next step is something else. */
  serviceMs(node: number, program: Program, out: Cell, call: number): void {
    const { calls } = this.sim;
    if ((calls.step(call) & AT_WORK) === 0 && !this.entersWork(node, program, call)) {
      out.value = 0;
      return;
    }
    const time = program.time[calls.step(call) & AT];
    if (time === null) this.host.serviceMs(node, out, call);
    else time(out);
  }

  /** A fresh request goes past what is not for it, up to the first step that is no work; true where that is work. */
  private entersWork(node: number, program: Program, call: number): boolean {
    const { calls } = this.sim;
    let at = 0;
    for (; at < program.length && program.op[at] === WORK; at++) {
      if (!this.takes(node, program, at, call)) continue;
      calls.setStep(call, at | AT_WORK);
      return true;
    }
    calls.setStep(call, at);
    return false;
  }

  /** The work of a step is done, or that of none, for a request that has just got its slot. */
  worked(node: number, program: Program, call: number): void {
    const { calls, conditions } = this.sim;
    const step = calls.step(call);
    const next = (step & AT) + ((step & AT_WORK) === 0 ? 0 : 1);
    calls.setStep(call, next | JUDGED);
    if ((step & JUDGED) === 0 && conditions.fails(calls.replica(call))) this.host.finish(call, ERROR, ERROR);
    else this.run(node, program, call);
  }

  answer(node: number, program: Program, parent: number, call: number): void {
    const { calls } = this.sim;
    const wanted = calls.pending(parent) >>> WANTED_AT;
    const pending = (calls.pending(parent) & MOST_AT_ONCE) - 1;
    const isOk = calls.outcome(call) === OK;
    calls.setPending(parent, pending | (wanted << WANTED_AT));
    if (wanted > 0) {
      this.unlist(parent, call);
      const left = isOk ? wanted - 1 : wanted;
      calls.setPending(parent, pending | (left << WANTED_AT));
      if (left > 0 && pending >= left) return;
      this.cancelListed(parent);
      calls.setPending(parent, 0);
      if (left > 0) this.host.finish(parent, ERROR, calls.cause(call));
      else this.run(node, program, parent);
      return;
    }
    if (!isOk && calls.outcome(parent) === OK) calls.setOutcome(parent, ERROR, calls.cause(call));
    if (pending > 0) return;
    if (calls.outcome(parent) === OK) this.run(node, program, parent);
    else this.host.finish(parent, ERROR, calls.cause(parent));
  }

  private run(node: number, program: Program, request: number): void {
    const { calls, flow } = this.sim;
    let call = request;
    for (;;) {
      const at = calls.step(call) & AT;
      if (at >= program.length) {
        this.host.finish(call, OK, OK);
        return;
      }
      calls.setStep(call, (at + 1) | JUDGED);
      if (program.op[at] === PARALLEL) {
        if (this.callAll(node, program, at, call)) return;
        continue;
      }
      if (!this.takes(node, program, at, call)) continue;
      switch (program.op[at]) {
        case WORK:
          calls.setStep(call, at | AT_WORK | JUDGED);
          this.station.again(call);
          return;
        case CALL:
          if (!this.usesLink(node, program.links[at][0], call)) break;
          this.awaits(node, call);
          calls.setPending(call, 1);
          flow.call(call, program.links[at][0], calls.operation(call), calls.key(call), -1);
          return;
        case PUBLISH:
          if (!this.usesLink(node, program.links[at][0], call)) break;
          flow.call(NO_CALL, program.links[at][0], calls.operation(call), calls.key(call), -1);
          break;
        case REPLY:
          if (!calls.isDetached(call)) call = this.replyEarly(call);
      }
    }
  }

  /** Makes the parallel calls of a step; false when there is none to wait for. */
  private callAll(node: number, program: Program, at: number, call: number): boolean {
    const { calls, flow } = this.sim;
    const links = program.links[at];
    const mask = program.uses[at];
    if (mask !== null && mask[calls.operation(call)] === 0) return false;
    const ratio = program.ratio[at];
    this.awaits(node, call);
    calls.setAux(call, NO_CALL);
    let made = 0;
    for (let i = 0; i < links.length; i++) {
      if (ratio < 1 && !this.draws[node].chance(ratio)) continue;
      if (!this.usesLink(node, links[i], call)) continue;
      if (made === MOST_AT_ONCE) break;
      made++;
      const child = flow.call(call, links[i], calls.operation(call), calls.key(call), -1);
      calls.setSibling(child, calls.aux(call));
      calls.setAux(call, child);
    }
    const successes = program.successes[at];
    calls.setPending(call, made | ((successes < made ? successes : made) << WANTED_AT));
    return made > 0;
  }

  /** The request is about to wait: others may work in its slot meanwhile. */
  private awaits(node: number, call: number): void {
    const { calls } = this.sim;
    calls.setOutcome(call, OK, OK);
    if (!this.host.isBlocking(node) && !calls.has(call, SLOTLESS)) this.station.freeSlot(call);
  }

  /** Answers the caller; what is left to do goes on in a record of its own, which takes over the slot. */
  private replyEarly(call: number): number {
    const { calls, clock, flow, scratch } = this.sim;
    const rest = calls.allocate(NO_CALL, calls.link(call), calls.operation(call), calls.key(call), calls.replica(call), clock);
    scratch.value = calls.arrivedMs(call);
    calls.stampArrived(rest, scratch);
    calls.setStep(rest, calls.step(call));
    calls.setRecord(rest, calls.record(call));
    calls.setFlag(rest, calls.flags(call) & (SLOTLESS | TRACED));
    calls.setState(rest, WAITING);
    calls.detach(rest);
    flow.reply(call, OK, OK);
    return rest;
  }

  private takes(node: number, program: Program, at: number, call: number): boolean {
    const mask = program.uses[at];
    if (mask !== null && mask[this.sim.calls.operation(call)] === 0) return false;
    const ratio = program.ratio[at];
    return ratio === 1 || this.draws[node].chance(ratio);
  }

  /** Whether this request is among those that use the link. */
  private usesLink(node: number, link: number, call: number): boolean {
    const { callRatio, operations } = this.sim.plan.links[link];
    if (operations !== null && operations[this.sim.calls.operation(call)] === 0) return false;
    return callRatio === 1 || this.draws[node].chance(callRatio);
  }

  private unlist(parent: number, call: number): void {
    const { calls } = this.sim;
    let before = NO_CALL;
    let at = calls.aux(parent);
    while (at !== call) {
      before = at;
      at = calls.sibling(at);
    }
    if (before === NO_CALL) calls.setAux(parent, calls.sibling(call));
    else calls.setSibling(before, calls.sibling(call));
  }

  private cancelListed(parent: number): void {
    const { calls, flow } = this.sim;
    for (let call = calls.aux(parent); call !== NO_CALL; ) {
      const next = calls.sibling(call);
      // One that was answered while its caller was paused has been counted already.
      if (calls.state(call) === DONE) flow.abandon(call);
      else flow.withdraw(call);
      call = next;
    }
    calls.setAux(parent, NO_CALL);
  }
}
