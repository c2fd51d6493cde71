import { type Calls, NO_CALL } from "./calls";

/** Doubly linked lists of calls through their `next` and `prev` columns; a call is in at most one list. */
export class CallLists {
  readonly head: Int32Array;
  readonly tail: Int32Array;
  readonly length: Int32Array;

  constructor(
    private readonly calls: Calls,
    lists: number,
  ) {
    this.head = new Int32Array(lists).fill(NO_CALL);
    this.tail = new Int32Array(lists).fill(NO_CALL);
    this.length = new Int32Array(lists);
  }

  append(list: number, call: number): void {
    this.insertAfter(list, this.tail[list], call);
  }

  prepend(list: number, call: number): void {
    this.insertAfter(list, NO_CALL, call);
  }

  /** Puts `call` behind `before`; NO_CALL means at the head. */
  insertAfter(list: number, before: number, call: number): void {
    const { next, prev } = this.calls;
    const after = before === NO_CALL ? this.head[list] : next[before];
    prev[call] = before;
    next[call] = after;
    if (before === NO_CALL) this.head[list] = call;
    else next[before] = call;
    if (after === NO_CALL) this.tail[list] = call;
    else prev[after] = call;
    this.length[list]++;
  }

  remove(list: number, call: number): void {
    const { next, prev } = this.calls;
    const before = prev[call];
    const after = next[call];
    if (before === NO_CALL) this.head[list] = after;
    else next[before] = after;
    if (after === NO_CALL) this.tail[list] = before;
    else prev[after] = before;
    prev[call] = NO_CALL;
    next[call] = NO_CALL;
    this.length[list]--;
  }

  /** Takes the first call, or NO_CALL. */
  shift(list: number): number {
    const call = this.head[list];
    if (call !== NO_CALL) this.remove(list, call);
    return call;
  }
}
