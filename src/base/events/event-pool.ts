/** Integers per slot, and where each stands; the first four are the two doubles. */
const NEXT = 4;
const CODE = 5;
const A = 6;
const B = 7;

/** Sequence numbers below this are the ranks of faults, which come before everything else at an instant. */
const FIRST_SEQUENCE = 2 ** 20;

/**
 * Where pending events lie: 32 bytes each, half a cache line, in one buffer seen as doubles (time, sequence) and as
 * integers (next, code, a, b). What orders them moves slot numbers about, and never the events themselves.
 *
 * Doubles stay in the buffer: one that crosses a call which is not inlined would be boxed.
 */
export class EventPool {
  /** Time of the event to add [ms]. */
  readonly due = new Float64Array(1);
  /** Time of the event taken last [ms]. */
  readonly poppedTime = new Float64Array(1);
  poppedCode = 0;
  poppedA = 0;
  poppedB = 0;

  /** Four per slot, of which the first two are used: time [ms] and sequence. */
  doubles = new Float64Array(0);
  /** The same buffer, eight per slot. */
  ints = new Int32Array(0);
  /** The sequence number of the next event; below 2^53. */
  readonly sequence = Float64Array.of(FIRST_SEQUENCE);
  private free = -1;

  constructor(capacity: number) {
    this.grow(capacity);
  }

  /** A slot that holds an event due at `due[0]`, after all others of its instant. */
  add(code: number, a: number, b: number): number {
    const slot = this.fill(code, a, b);
    this.doubles[(slot << 2) | 1] = this.sequence[0]++;
    return slot;
  }

  /** The same with a rank below 2^20: before all ordinary events of its instant. */
  addRanked(rank: number, code: number, a: number, b: number): number {
    const slot = this.fill(code, a, b);
    this.doubles[(slot << 2) | 1] = rank;
    return slot;
  }

  private fill(code: number, a: number, b: number): number {
    if (this.free < 0) this.grow(2 * this.capacity);
    const slot = this.free;
    const { ints, doubles } = this;
    const at = slot << 3;
    this.free = ints[at | NEXT];
    ints[at | CODE] = code;
    ints[at | A] = a;
    ints[at | B] = b;
    doubles[slot << 2] = this.due[0];
    return slot;
  }

  /** Moves an event into the `popped` fields, and frees its slot. */
  take(slot: number): void {
    const { ints } = this;
    const at = slot << 3;
    this.poppedCode = ints[at | CODE];
    this.poppedA = ints[at | A];
    this.poppedB = ints[at | B];
    this.poppedTime[0] = this.doubles[slot << 2];
    ints[at | NEXT] = this.free;
    this.free = slot;
  }

  codeOf(slot: number): number {
    return this.ints[(slot << 3) | CODE];
  }

  next(slot: number): number {
    return this.ints[(slot << 3) | NEXT];
  }

  link(slot: number, next: number): void {
    this.ints[(slot << 3) | NEXT] = next;
  }

  /** Forgets all events. */
  clear(): void {
    this.free = -1;
    this.chain(0);
  }

  private get capacity(): number {
    return this.doubles.length >> 2;
  }

  private grow(capacity: number): void {
    const before = this.capacity;
    const doubles = new Float64Array(4 * capacity);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.ints = new Int32Array(doubles.buffer);
    this.chain(before);
  }

  /** Frees the slots from `first` on, so that the lowest is used first. */
  private chain(first: number): void {
    for (let slot = this.capacity - 1; slot >= first; slot--) {
      this.link(slot, this.free);
      this.free = slot;
    }
  }
}
