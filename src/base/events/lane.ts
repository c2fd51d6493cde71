/** Per entry: four doubles, of which the first two are used (time, sequence), or eight integers. */
const CODE = 4;
const A = 5;
const B = 6;

/**
 * Events of one constant delay, in a ring: they come in the order of their times, so that only the first need wait in
 * the event queue.
 */
export class Lane {
  count = 0;
  /** Whether the lane's slot is in the event queue, at the time of the ring's first event or before. */
  waits = false;
  /** The pool's slot that stands for this lane in the event queue. */
  slot = -1;
  private head = 0;
  private doubles = new Float64Array(4 * 16);
  private ints = new Int32Array(this.doubles.buffer);

  /**
   * @param delayMs the delay [ms]
   * @param expires whether an event is void once `generations[a]` is no longer `b`
   */
  constructor(
    readonly delayMs: number,
    readonly expires: boolean,
  ) {}

  /** Adds an event due at `clock[0]` plus the delay. */
  add(clock: Float64Array, sequence: Float64Array, code: number, a: number, b: number): void {
    if (8 * this.count === this.ints.length) this.grow();
    const { doubles, ints } = this;
    const at = (this.head + this.count++) & ((doubles.length >> 2) - 1);
    doubles[at << 2] = clock[0] + this.delayMs;
    doubles[(at << 2) | 1] = sequence[0]++;
    ints[(at << 3) | CODE] = code;
    ints[(at << 3) | A] = a;
    ints[(at << 3) | B] = b;
  }

  /** Drops void events from the front, at most `most`. */
  skip(generations: Int32Array, most: number): void {
    if (!this.expires) return;
    const { ints } = this;
    const mask = (ints.length >> 3) - 1;
    let left = this.count < most ? this.count : most;
    while (left-- > 0) {
      const at = this.head << 3;
      if (generations[ints[at | A]] === ints[at | B]) return;
      this.head = (this.head + 1) & mask;
      this.count--;
    }
  }

  /** Whether the slot stands for the first event itself, and not for one before that is void since. */
  stands(doubles: Float64Array): boolean {
    return this.count > 0 && this.doubles[(this.head << 2) | 1] === doubles[(this.slot << 2) | 1];
  }

  /** Gives the slot the first event's time and place in the order. */
  stamp(doubles: Float64Array): void {
    doubles[this.slot << 2] = this.doubles[this.head << 2];
    doubles[(this.slot << 2) | 1] = this.doubles[(this.head << 2) | 1];
  }

  get code(): number {
    return this.ints[(this.head << 3) | CODE];
  }

  get a(): number {
    return this.ints[(this.head << 3) | A];
  }

  get b(): number {
    return this.ints[(this.head << 3) | B];
  }

  get time(): number {
    return this.doubles[this.head << 2];
  }

  removeFirst(): void {
    this.head = (this.head + 1) & ((this.doubles.length >> 2) - 1);
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

  private grow(): void {
    const doubles = new Float64Array(2 * this.doubles.length);
    doubles.set(this.save());
    this.doubles = doubles;
    this.ints = new Int32Array(doubles.buffer);
    this.head = 0;
  }
}
