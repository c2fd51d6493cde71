export const NONE = -1;

/** Records of `width` 32-bit integers each, with a free list through their first word. A handle is a record's offset. */
export class Slab {
  /** Every record, side by side; another array after growing, so read it afresh. */
  words: Int32Array;
  private free = NONE;

  constructor(
    private readonly width: number,
    records = 16,
  ) {
    this.words = new Int32Array(0);
    this.grow(records);
  }

  /** A record whose words are all 0. */
  allocate(): number {
    if (this.free === NONE) this.grow((2 * this.words.length) / this.width);
    const at = this.free;
    this.free = this.words[at];
    this.words.fill(0, at, at + this.width);
    return at;
  }

  release(at: number): void {
    this.words[at] = this.free;
    this.free = at;
  }

  private grow(records: number): void {
    const from = this.words.length;
    const words = new Int32Array(records * this.width);
    words.set(this.words);
    this.words = words;
    for (let at = words.length - this.width; at >= from; at -= this.width) this.release(at);
  }
}
