import type { Draws } from "../base/draws";
import type { KindHandlers, PlanLink } from "./plan";

/** What every message over a link asks about it, in one place: a field is read in a third of an array element's time. */
export class LinkState {
  readonly callee: number;
  readonly caller: number;
  /** 1 where policies act on calls. */
  hasPolicy = 0;
  /** 1 where more than latency acts at present: loss, cuts, bandwidth, faults. */
  isDisturbed = 0;
  /** One-way time where nothing varies it, NaN elsewhere [ms]. */
  fixedMs = Number.NaN;
  /** The lane of a fixed time. */
  lane = -1;
  /** Added to a drawn time: the way between zones [ms]. */
  crossingMs = Number.NaN;
  latency: Draws | null = null;
  /** The kinds at its ends. Two of their functions stand beside them: their objects have many shapes. */
  calleeKind: KindHandlers | null = null;
  callerKind: KindHandlers | null = null;
  request: KindHandlers["request"] | null = null;
  answer: KindHandlers["answer"] | null = null;

  constructor(link: PlanLink) {
    this.callee = link.to;
    this.caller = link.from;
  }

  bind(callee: KindHandlers, caller: KindHandlers): void {
    this.calleeKind = callee;
    this.callerKind = caller;
    this.request = callee.request;
    this.answer = caller.answer;
  }
}
