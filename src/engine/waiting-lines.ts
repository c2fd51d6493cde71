import { CallLists } from "./call-lists";
import { type Calls, NO_CALL } from "./calls";
import type { Plan } from "./plan";

/** In what order those who wait are served. */
export const FIFO = 0;
export const LIFO = 1;
/** First in, first out while few wait, the other way round above a length. */
export const ADAPTIVE_LIFO = 2;
/** The operation with the higher priority first, and first in, first out among equals; nobody at work is interrupted. */
export const PRIORITY = 3;

/** Priorities are 0 (lowest) to 9. */
const LEVELS = 10;

/** A queue per replica, each with an order of its own. */
export class WaitingLines {
  readonly length: Int32Array;
  private readonly lists: CallLists;
  private readonly order: Uint8Array;
  /** Of adaptive LIFO: the length above which the last comes first. */
  private readonly threshold: Int32Array;
  /** By line and level, the last call of that priority; NO_CALL where none waits. Made when somebody needs it. */
  private last = new Int32Array(0);
  private readonly priority: Uint8Array;

  constructor(
    private readonly calls: Calls,
    plan: Plan,
  ) {
    this.lists = new CallLists(calls, plan.replicas);
    this.length = this.lists.length;
    this.order = new Uint8Array(plan.replicas);
    this.threshold = new Int32Array(plan.replicas);
    this.priority = Uint8Array.from(plan.operations, (operation) => operation.priority);
  }

  /** Sets a line's order; who waits already is put in order. */
  configure(line: number, order: number, threshold: number): void {
    this.threshold[line] = threshold;
    if (order === this.order[line]) return;
    const waiting: number[] = [];
    for (let call = this.lists.shift(line); call !== NO_CALL; call = this.lists.shift(line)) waiting.push(call);
    this.order[line] = order;
    if (order === PRIORITY && this.last.length === 0) {
      this.last = new Int32Array(this.length.length * LEVELS).fill(NO_CALL);
    } else if (this.last.length > 0) {
      this.last.fill(NO_CALL, line * LEVELS, (line + 1) * LEVELS);
    }
    for (const call of waiting) this.add(line, call);
  }

  add(line: number, call: number): void {
    if (this.order[line] === PRIORITY) this.addByPriority(line, call);
    else this.lists.append(line, call);
  }

  /** The call whose turn it is; call only where somebody waits. */
  next(line: number): number {
    const { head, tail, length } = this.lists;
    const order = this.order[line];
    if (order === FIFO || order === PRIORITY) return head[line];
    return order === LIFO || length[line] > this.threshold[line] ? tail[line] : head[line];
  }

  /** Whoever stands first in the list, whose turn it need not be; NO_CALL where nobody waits. */
  front(line: number): number {
    return this.lists.head[line];
  }

  remove(line: number, call: number): void {
    if (this.order[line] === PRIORITY) this.forget(line, call);
    this.lists.remove(line, call);
  }

  /** Takes whoever has come to the front, or NO_CALL. */
  shift(line: number): number {
    const call = this.lists.head[line];
    if (call !== NO_CALL) this.remove(line, call);
    return call;
  }

  /** Behind the last call that is at least as important. */
  private addByPriority(line: number, call: number): void {
    const { last } = this;
    const level = this.priority[this.calls.operation(call)];
    let before = NO_CALL;
    for (let l = level; l < LEVELS && before === NO_CALL; l++) before = last[line * LEVELS + l];
    this.lists.insertAfter(line, before, call);
    last[line * LEVELS + level] = call;
  }

  private forget(line: number, call: number): void {
    const { calls, last, priority } = this;
    const level = priority[calls.operation(call)];
    if (last[line * LEVELS + level] !== call) return;
    const before = calls.prev(call);
    const isSame = before !== NO_CALL && priority[calls.operation(before)] === level;
    last[line * LEVELS + level] = isSame ? before : NO_CALL;
  }
}
