import { KeyTable } from "../../base/key-table";
import { BACKGROUND, NO_CALL, TRACED, WAITING } from "../../engine/calls";
import type { Sim } from "../../engine/sim";

/** Keys are below this power of two, and processes of a node fewer than what is left of 32 bits. */
const KEY_BITS = 24;

/** The step of a fetch's record; what else a replica does in the background has another. */
export const FETCH = 1;
export const FLUSH = 2;

/**
 * Fetches that belong to a cache itself rather than to one request: refreshes in the background, and misses that
 * several requests wait for. Each is a record of its own, in whose name the call goes out. Who waits for it is in a
 * ring by `prev` and `next`, whose last one its `sibling` names, and points back by its `aux`.
 */
export class Flights {
  /** Requests that wait at the moment. */
  waiting = 0;
  /** Requests that have waited for a fetch which another had begun. */
  joined = 0;
  private readonly table = new KeyTable(16);
  /** By place in the table. */
  private fetches = new Int32Array(16).fill(NO_CALL);

  constructor(
    private readonly sim: Sim,
    private readonly replicaBase: number,
  ) {}

  /** The fetch of this key that is under way at a replica, or NO_CALL. */
  find(replica: number, key: number): number {
    const place = this.table.find(this.nameOf(replica, key));
    return place < 0 ? NO_CALL : this.fetches[place];
  }

  /** A new fetch by a replica, for what `call` asks for; others find it if it is shared. */
  begin(call: number, replica: number, isShared: boolean): number {
    const { calls } = this.sim;
    const fetch = background(this.sim, replica, calls.link(call), calls.operation(call), calls.key(call));
    calls.setStep(fetch, FETCH);
    calls.setRecord(fetch, calls.record(call));
    if (calls.has(call, TRACED)) calls.setFlag(fetch, TRACED);
    if (isShared) this.list(fetch);
    return fetch;
  }

  private list(fetch: number): void {
    const { calls } = this.sim;
    const place = this.table.add(this.nameOf(calls.replica(fetch), calls.key(fetch)));
    if (place >= this.fetches.length) {
      const wide = new Int32Array(2 * place).fill(NO_CALL);
      wide.set(this.fetches);
      this.fetches = wide;
    }
    this.fetches[place] = fetch;
  }

  /** The request waits for the fetch. */
  join(fetch: number, call: number): void {
    const { calls } = this.sim;
    const last = calls.sibling(fetch);
    const first = last === NO_CALL ? call : calls.next(last);
    calls.setPrev(call, last === NO_CALL ? call : last);
    calls.setNext(call, first);
    calls.setPrev(first, call);
    if (last !== NO_CALL) calls.setNext(last, call);
    calls.setSibling(fetch, call);
    calls.setAux(call, fetch);
    this.waiting++;
  }

  /** The request waits no longer: its caller has taken it back. */
  leave(call: number): void {
    const { calls } = this.sim;
    const fetch = calls.aux(call);
    const before = calls.prev(call);
    const after = calls.next(call);
    calls.setNext(before, after);
    calls.setPrev(after, before);
    if (calls.sibling(fetch) === call) calls.setSibling(fetch, before === call ? NO_CALL : before);
    calls.setPrev(call, NO_CALL);
    calls.setNext(call, NO_CALL);
    calls.setAux(call, NO_CALL);
    this.waiting--;
  }

  /** Takes the first request off the fetch, or NO_CALL. */
  shift(fetch: number): number {
    const { calls } = this.sim;
    const last = calls.sibling(fetch);
    if (last === NO_CALL) return NO_CALL;
    const first = calls.next(last);
    this.leave(first);
    return first;
  }

  /** The fetch is over; nobody hangs on it any more. */
  end(fetch: number): void {
    const { calls, flow } = this.sim;
    const place = this.table.find(this.nameOf(calls.replica(fetch), calls.key(fetch)));
    if (place >= 0 && this.fetches[place] === fetch) {
      this.table.remove(place);
      this.fetches[place] = NO_CALL;
    }
    flow.forget(fetch);
  }

  /** The process has died: whatever comes of its fetches, nobody hears of it. `drop` sees each with those who wait for it. */
  crashed(replica: number, drop?: (fetch: number) => void): void {
    const { calls } = this.sim;
    for (let fetch = calls.after(NO_CALL); fetch !== NO_CALL; fetch = calls.after(fetch)) {
      if (calls.replica(fetch) !== replica || !isAtWork(this.sim, fetch) || calls.step(fetch) === FLUSH) continue;
      drop?.(fetch);
      while (this.shift(fetch) !== NO_CALL);
      this.end(fetch);
    }
  }

  private nameOf(replica: number, key: number): number {
    return ((replica - this.replicaBase) << KEY_BITS) ^ key;
  }
}

/** A record for work that a replica does on its own account; calls made for it end in the `answer` of its kind. */
export function background(sim: Sim, replica: number, link: number, operation: number, key: number): number {
  const { calls } = sim;
  const work = calls.allocate(NO_CALL, link, operation, key, replica, sim.clock);
  calls.setSibling(work, NO_CALL);
  calls.setState(work, WAITING);
  calls.setFlag(work, BACKGROUND);
  calls.detach(work);
  return work;
}

/** Whether a record stands for such work, and the work is not over. */
export function isAtWork({ calls }: Sim, work: number): boolean {
  return calls.has(work, BACKGROUND) && calls.state(work) === WAITING;
}
