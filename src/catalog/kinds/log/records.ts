/** Flags of a record. */
export const POISON = 1;
/** Its producer was told that it is safe. */
export const ACKNOWLEDGED = 2;
/** Its hops are shown. */
export const SHOWN = 4;

const FIRST_CAPACITY = 64;

/** The records of one partition that somebody may still want: a ring over their offsets. */
export class Records {
  /** Offset of the oldest kept, and of the next to come. */
  first = 0;
  end = 0;
  private mask = FIRST_CAPACITY - 1;
  private keys = new Int32Array(FIRST_CAPACITY);
  private operations = new Uint16Array(FIRST_CAPACITY);
  private needs = new Int32Array(FIRST_CAPACITY);
  private flags = new Uint8Array(FIRST_CAPACITY);
  private times = new Float64Array(FIRST_CAPACITY);
  /** Bytes ever written up to and with each record. */
  private written = new Float64Array(FIRST_CAPACITY);

  append(key: number, operation: number, need: number, flags: number, atMs: number, bytes: number): void {
    if (this.end - this.first > this.mask) this.grow();
    const at = this.end & this.mask;
    const before = this.end > 0 ? this.written[(this.end - 1) & this.mask] : 0;
    this.keys[at] = key;
    this.operations[at] = operation;
    this.needs[at] = need;
    this.flags[at] = flags;
    this.times[at] = atMs;
    this.written[at] = before + bytes;
    this.end++;
  }

  key(offset: number): number {
    return this.keys[offset & this.mask];
  }
  operation(offset: number): number {
    return this.operations[offset & this.mask];
  }
  need(offset: number): number {
    return this.needs[offset & this.mask];
  }
  has(offset: number, flag: number): boolean {
    return (this.flags[offset & this.mask] & flag) !== 0;
  }
  setFlag(offset: number, flag: number): void {
    if (offset >= this.first) this.flags[offset & this.mask] |= flag;
  }
  /** When it was written [ms]. */
  atMs(offset: number): number {
    return this.times[offset & this.mask];
  }
  /** Bytes written after it. */
  bytesAfter(offset: number): number {
    return this.written[(this.end - 1) & this.mask] - this.written[offset & this.mask];
  }

  private grow(): void {
    const mask = 2 * this.mask + 1;
    const wider = <A extends Int32Array | Uint16Array | Uint8Array | Float64Array>(from: A, to: A): A => {
      for (let offset = Math.max(0, this.first - 1); offset < this.end; offset++) to[offset & mask] = from[offset & this.mask];
      return to;
    };
    this.keys = wider(this.keys, new Int32Array(mask + 1));
    this.operations = wider(this.operations, new Uint16Array(mask + 1));
    this.needs = wider(this.needs, new Int32Array(mask + 1));
    this.flags = wider(this.flags, new Uint8Array(mask + 1));
    this.times = wider(this.times, new Float64Array(mask + 1));
    this.written = wider(this.written, new Float64Array(mask + 1));
    this.mask = mask;
  }
}
