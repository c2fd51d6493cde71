/** Where a call is in its life. */
export const FREE = 0;
/** The request travels to the callee. */
export const TRAVELLING = 1;
/** Waiting for a slot at the callee. */
export const QUEUED = 2;
/** In work. */
export const WORKING = 3;
/** Alive without working: waiting for calls of its own, or for its next attempt. */
export const WAITING = 4;
/** The answer travels back. */
export const REPLYING = 5;
/** Answered; kept only until everything that refers to it is gone. */
export const DONE = 6;

/** The caller gave up on it; its answer will be late. */
export const ABANDONED = 1;
/** A call with retries: its attempts are calls of their own, whose parent it is. */
export const LOGICAL = 2;
/** Its hops are shown. */
export const TRACED = 4;
/** A delivery by a broker rather than a request. */
export const MESSAGE = 8;
/** It gave its slot back while it waits for calls (non-blocking servers). */
export const SLOTLESS = 16;

/** A datagram that will never arrive. */
export const LOST = 32;
/** A message at rest in a broker; calls made for it are its deliveries. */
export const STORED = 64;

export const NO_CALL = -1;

/**
 * All calls in flight, as a struct of arrays with a free list: 69 bytes each. A call lives from its start at the
 * caller until nothing refers to it. Handlers read the columns through this object, since growing replaces them.
 */
export class Calls {
  /** The call in whose service this one was made, or NO_CALL at the root [call]. */
  parent = new Int32Array(0);
  link = new Int32Array(0);
  /** Replica of the callee over all nodes, -1 until chosen. */
  replica = new Int32Array(0);
  key = new Int32Array(0);
  /** Rises whenever the slot is freed, so that a pending timer can tell that its call is gone. */
  generation = new Int32Array(0);
  next = new Int32Array(0);
  prev = new Int32Array(0);
  /** Belongs to whoever serves the call. */
  aux = new Int32Array(0);
  sentMs = new Float64Array(0);
  arrivedMs = new Float64Array(0);
  /** End of the work in progress; a completion event at any other time is stale [ms]. */
  dueMs = new Float64Array(0);
  operation = new Uint16Array(0);
  /** Living children, plus one for the call itself. */
  references = new Uint16Array(0);
  /** Children whose answer is awaited. */
  pending = new Uint16Array(0);
  step = new Uint16Array(0);
  outcome = new Uint8Array(0);
  cause = new Uint8Array(0);
  state = new Uint8Array(0);
  flags = new Uint8Array(0);
  attempt = new Uint16Array(0);

  /** Calls alive. */
  live = 0;
  private capacity = 0;
  private free = NO_CALL;

  constructor(capacity = 1024) {
    this.grow(capacity);
  }

  allocate(): number {
    if (this.free === NO_CALL) this.grow(2 * this.capacity);
    const call = this.free;
    this.free = this.next[call];
    this.live++;
    this.replica[call] = -1;
    this.next[call] = NO_CALL;
    this.prev[call] = NO_CALL;
    this.aux[call] = -1;
    this.references[call] = 1;
    this.pending[call] = 0;
    this.step[call] = 0;
    this.outcome[call] = 0;
    this.cause[call] = 0;
    this.flags[call] = 0;
    this.attempt[call] = 0;
    return call;
  }

  /** Drops one reference; the last one frees the slot. */
  release(call: number): void {
    if (--this.references[call] > 0) return;
    this.state[call] = FREE;
    this.generation[call]++;
    this.next[call] = this.free;
    this.free = call;
    this.live--;
  }

  private grow(capacity: number): void {
    const from = this.capacity;
    const widen = <A extends Int32Array | Float64Array | Uint16Array | Uint8Array>(old: A): A => {
      const wide = new (old.constructor as new (length: number) => A)(capacity);
      wide.set(old as never);
      return wide;
    };
    this.parent = widen(this.parent);
    this.link = widen(this.link);
    this.replica = widen(this.replica);
    this.key = widen(this.key);
    this.generation = widen(this.generation);
    this.next = widen(this.next);
    this.prev = widen(this.prev);
    this.aux = widen(this.aux);
    this.sentMs = widen(this.sentMs);
    this.arrivedMs = widen(this.arrivedMs);
    this.dueMs = widen(this.dueMs);
    this.operation = widen(this.operation);
    this.references = widen(this.references);
    this.pending = widen(this.pending);
    this.step = widen(this.step);
    this.outcome = widen(this.outcome);
    this.cause = widen(this.cause);
    this.state = widen(this.state);
    this.flags = widen(this.flags);
    this.attempt = widen(this.attempt);
    for (let call = capacity - 1; call >= from; call--) {
      this.next[call] = this.free;
      this.free = call;
    }
    this.capacity = capacity;
  }
}
