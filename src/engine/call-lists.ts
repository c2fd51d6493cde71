import { type Calls, NO_CALL } from "./calls";

/** Doubly linked lists of calls through their `next` and `prev` fields; a call is in at most one list. */
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

  /** Puts `call` behind `before`; NO_CALL means at the head. */
  insertAfter(list: number, before: number, call: number): void {
    const { calls } = this;
    const after = before === NO_CALL ? this.head[list] : calls.next(before);
    calls.setPrev(call, before);
    calls.setNext(call, after);
    if (before === NO_CALL) this.head[list] = call | 0;
    else calls.setNext(before, call);
    if (after === NO_CALL) this.tail[list] = call | 0;
    else calls.setPrev(after, call);
    this.length[list]++;
  }

  remove(list: number, call: number): void {
    const { calls } = this;
    const before = calls.prev(call);
    const after = calls.next(call);
    if (before === NO_CALL) this.head[list] = after | 0;
    else calls.setNext(before, after);
    if (after === NO_CALL) this.tail[list] = before | 0;
    else calls.setPrev(after, before);
    calls.setPrev(call, NO_CALL);
    calls.setNext(call, NO_CALL);
    this.length[list]--;
  }

  /** Takes the first call, or NO_CALL. */
  shift(list: number): number {
    const call = this.head[list];
    if (call !== NO_CALL) this.remove(list, call);
    return call;
  }
}
