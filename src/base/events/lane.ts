import { Cell } from "../cell";
import { CODE_MASK, type EventFields, KEYS_PER_SEQUENCE, LANE_MARK } from "./event-fields";

/** Where an entry's integers stand; the first four are its two doubles, time and key. */
const A = 4;
const B = 5;

/**
 * Events of one constant delay, in a ring: they come in the order of their times, so that only the first need wait in
 * the event queue.
 */
export class Lane {
  count = 0;
  /** Whether an event that stands for the lane is in the queue, at the time of the ring's first or before. */
  waits = false;
  /** The key of that event. */
  private readonly standing = new Cell();
  private head = 0;
  private doubles = new Float64Array(4 * 16);
  private ints = new Int32Array(this.doubles.buffer);

  /**
   * @param delayMs the delay [ms]
   * @param expires whether an event is void once `generations[a]` is no longer `b`
   */
  constructor(
    private readonly fields: EventFields,
    readonly delayMs: number,
    readonly expires: boolean,
  ) {}

  /** Adds the event of `key.value`, due at `clock.value` plus the delay. */
  add(clock: Cell, generations: Int32Array, a: number, b: number): void {
    if (8 * this.count === this.ints.length) this.makeRoom(generations);
    const { doubles, ints } = this;
    const at = (this.head + this.count++) & ((doubles.length >> 2) - 1);
    doubles[at << 2] = clock.value + this.delayMs;
    doubles[(at << 2) | 1] = this.fields.key.value;
    ints[(at << 3) | A] = a | 0;
    ints[(at << 3) | B] = b | 0;
  }

  /** Drops void events from the front. */
  skip(generations: Int32Array): void {
    if (!this.expires) return;
    const { ints } = this;
    const mask = (ints.length >> 3) - 1;
    let head = this.head;
    let left = this.count;
    while (left > 0 && generations[ints[(head << 3) | A]] !== ints[(head << 3) | B]) {
      head = (head + 1) & mask;
      left--;
    }
    this.head = head;
    this.count = left;
  }

  /** Makes an event that stands for the ring's first, in `due.value` and `key.value`. */
  stand(): void {
    const { doubles, head, fields, standing } = this;
    fields.due.value = doubles[head << 2];
    standing.value = Math.floor(doubles[(head << 2) | 1] / KEYS_PER_SEQUENCE) * KEYS_PER_SEQUENCE + LANE_MARK;
    fields.key.value = standing.value;
    this.waits = true;
  }

  /** Whether the event made last stands for the ring's first, and not for one before that is void since. */
  isUpToDate(): boolean {
    return this.count > 0 && this.doubles[(this.head << 2) | 1] - this.standing.value < 0;
  }

  /** Takes the first event into the `popped` fields. */
  pop(): void {
    const { doubles, ints, head, fields } = this;
    fields.poppedTime.value = doubles[head << 2];
    fields.poppedCode = doubles[(head << 2) | 1] & CODE_MASK;
    fields.poppedA = ints[(head << 3) | A];
    fields.poppedB = ints[(head << 3) | B];
    this.head = (head + 1) & ((doubles.length >> 2) - 1);
    this.count--;
  }

  /** The events in order, 32 bytes each. */
  save(): Float64Array {
    const { doubles, head, count } = this;
    const saved = new Float64Array(4 * count);
    const first = Math.min(4 * count, doubles.length - 4 * head);
    saved.set(doubles.subarray(4 * head, 4 * head + first));
    saved.set(doubles.subarray(0, 4 * count - first), first);
    return saved;
  }

  restore(saved: Float64Array): void {
    this.head = 0;
    this.count = saved.length >> 2;
    this.waits = false;
    while (this.doubles.length < saved.length) this.doubles = new Float64Array(2 * this.doubles.length);
    this.doubles.set(saved);
    this.ints = new Int32Array(this.doubles.buffer);
  }

  /** Void events go first: the ring never holds much more than what came since the oldest that is not. */
  private makeRoom(generations: Int32Array): void {
    this.skip(generations);
    if (16 * this.count > this.ints.length) this.grow();
  }

  private grow(): void {
    const doubles = new Float64Array(2 * this.doubles.length);
    doubles.set(this.save());
    this.doubles = doubles;
    this.ints = new Int32Array(doubles.buffer);
    this.head = 0;
  }
}
