import { type EventFields, KEY_BITS } from "./event-fields";

/** Where a slot's integers stand; the first four are the two doubles. */
const NEXT = 4;
const A = 5;
const B = 6;

/**
 * Where the events of the calendar lie: 32 bytes each, half a cache line, in one buffer seen as doubles (time, key) and
 * as integers (next, a, b). What orders them moves slot numbers about, and never the events themselves.
 */
export class EventPool {
  /** Four per slot, of which the first two are used: time [ms] and key. */
  doubles = new Float64Array(4 * 64);
  /** The same buffer, eight per slot. */
  private ints = new Int32Array(this.doubles.buffer);
  private free = -1;

  constructor(readonly fields: EventFields) {
    this.chain(0);
  }

  /** A slot that holds the event of `due.value` and `key.value`. */
  add(a: number, b: number): number {
    if (this.free < 0) this.grow();
    const slot = this.free;
    const { ints, doubles, fields } = this;
    const at = slot << 3;
    this.free = ints[at | NEXT];
    ints[at | A] = a | 0;
    ints[at | B] = b | 0;
    doubles[slot << 2] = fields.due.value;
    doubles[(slot << 2) | 1] = fields.key.value;
    return slot;
  }

  /** Moves an event into the `popped` fields, but for its code, and frees its slot. */
  take(slot: number): void {
    const { ints, doubles, fields } = this;
    const at = slot << 3;
    fields.poppedTime.value = doubles[slot << 2];
    fields.poppedA = ints[at | A];
    fields.poppedB = ints[at | B];
    this.release(slot);
  }

  release(slot: number): void {
    this.link(slot, this.free);
    this.free = slot;
  }

  /** Code and lane mark of an event. */
  codeOf(slot: number): number {
    return this.doubles[(slot << 2) | 1] & KEY_BITS;
  }

  aOf(slot: number): number {
    return this.ints[(slot << 3) | A];
  }

  /** Calls back with an event's `a` and `b`, its time in `due.value` and its key in `key.value`. */
  tell(slot: number, each: (a: number, b: number) => void): void {
    this.fields.due.value = this.doubles[slot << 2];
    this.fields.key.value = this.doubles[(slot << 2) | 1];
    each(this.ints[(slot << 3) | A], this.ints[(slot << 3) | B]);
  }

  next(slot: number): number {
    return this.ints[(slot << 3) | NEXT];
  }

  link(slot: number, next: number): void {
    this.ints[(slot << 3) | NEXT] = next | 0;
  }

  /** Forgets all events. */
  clear(): void {
    this.free = -1;
    this.chain(0);
  }

  private grow(): void {
    const before = this.doubles.length >> 2;
    const doubles = new Float64Array(2 * this.doubles.length);
    doubles.set(this.doubles);
    this.doubles = doubles;
    this.ints = new Int32Array(doubles.buffer);
    this.chain(before);
  }

  /** Frees the slots from `first` on, so that the lowest is used first. */
  private chain(first: number): void {
    for (let slot = (this.doubles.length >> 2) - 1; slot >= first; slot--) this.release(slot);
  }
}
