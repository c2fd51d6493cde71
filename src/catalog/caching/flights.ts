import { KeyTable } from "../../base/key-table";
import { BACKGROUND, NO_CALL, TRACED, WAITING } from "../../engine/calls";
import type { Sim } from "../../engine/sim";

/** Keys are below this power of two, and processes of a node fewer than what is left of 32 bits. */
const KEY_BITS = 24;

/**
 * Fetches that belong to a cache itself rather than to one request: refreshes in the background, and misses that
 * several requests wait for. Each is a record of its own, in whose name the call goes out; requests that wait for it
 * hang on its `sibling` (first) and `aux` (last) by their `prev` and `next`, and point back by their `aux`.
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

  /** A new fetch for what `call` asks for, at its replica. */
  begin(call: number): number {
    const { calls } = this.sim;
    const fetch = background(this.sim, calls.replica(call), calls.link(call), calls.operation(call), calls.key(call));
    calls.setRecord(fetch, calls.record(call));
    if (calls.has(call, TRACED)) calls.setFlag(fetch, TRACED);
    const place = this.table.add(this.nameOf(calls.replica(call), calls.key(call)));
    if (place >= this.fetches.length) {
      const wide = new Int32Array(2 * place).fill(NO_CALL);
      wide.set(this.fetches);
      this.fetches = wide;
    }
    this.fetches[place] = fetch;
    return fetch;
  }

  /** The request waits for the fetch. */
  join(fetch: number, call: number): void {
    const { calls } = this.sim;
    const last = calls.aux(fetch);
    calls.setPrev(call, last);
    calls.setNext(call, NO_CALL);
    calls.setAux(call, fetch);
    if (last === NO_CALL) calls.setSibling(fetch, call);
    else calls.setNext(last, call);
    calls.setAux(fetch, call);
    this.waiting++;
  }

  /** The request waits no longer: its caller has taken it back. */
  leave(call: number): void {
    const { calls } = this.sim;
    const fetch = calls.aux(call);
    const [before, after] = [calls.prev(call), calls.next(call)];
    if (before === NO_CALL) calls.setSibling(fetch, after);
    else calls.setNext(before, after);
    if (after === NO_CALL) calls.setAux(fetch, before);
    else calls.setPrev(after, before);
    this.unhook(call);
  }

  /** Takes the first request off the fetch, or NO_CALL. */
  shift(fetch: number): number {
    const { calls } = this.sim;
    const first = calls.sibling(fetch);
    if (first !== NO_CALL) this.leave(first);
    return first;
  }

  /** The fetch is over; nobody hangs on it any more. */
  end(fetch: number): void {
    const { calls, flow } = this.sim;
    const place = this.table.find(this.nameOf(calls.replica(fetch), calls.key(fetch)));
    this.table.remove(place);
    this.fetches[place] = NO_CALL;
    flow.forget(fetch);
  }

  /** The process has died: whatever comes of its fetches, nobody hears of it. */
  crashed(replica: number): void {
    const { calls } = this.sim;
    for (const fetch of this.fetches) {
      if (fetch === NO_CALL || calls.replica(fetch) !== replica) continue;
      while (this.shift(fetch) !== NO_CALL);
      this.end(fetch);
    }
  }

  private unhook(call: number): void {
    const { calls } = this.sim;
    calls.setPrev(call, NO_CALL);
    calls.setNext(call, NO_CALL);
    calls.setAux(call, NO_CALL);
    this.waiting--;
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
