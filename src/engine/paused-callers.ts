import { CallLists } from "./call-lists";
import type { Calls } from "./calls";

/**
 * What reaches a caller while its process is paused: answers, and time limits that ran out. It learns of them when it
 * goes on.
 */
export class PausedCallers {
  private readonly answers: CallLists;
  /** Rare, so plain objects. */
  private overdue: { readonly replica: number; readonly call: number; readonly generation: number }[] = [];

  constructor(calls: Calls, replicas: number) {
    this.answers = new CallLists(calls, replicas);
  }

  keepAnswer(replica: number, call: number): void {
    this.answers.append(replica, call);
  }

  keepLimit(replica: number, call: number, generation: number): void {
    this.overdue.push({ replica, call, generation });
  }

  /** Hands over what was kept for a replica; a limit whose answer has come meanwhile no longer counts. */
  goOn(replica: number, expire: (call: number, generation: number) => void, hear: (call: number) => void): void {
    const due = this.overdue.filter((limit) => limit.replica === replica);
    this.overdue = this.overdue.filter((limit) => limit.replica !== replica);
    for (const { call, generation } of due) expire(call, generation);
    for (let left = this.answers.length[replica]; left > 0; left--) hear(this.answers.shift(replica));
  }
}
