/** Marks the end of a list and what is absent. */
export const NONE = -1;

const GENERATION = 0;
const NEXT_FREE = 1;
/** Words that belong to every record; its own fields follow. */
export const FIRST_FIELD = 2;

/** Records of integers side by side, with a free list: as many as are in use at once, and no more. */
export class Records {
  private words: Int32Array;
  private free = NONE;

  /** @param size words of a record, those of `FIRST_FIELD` included */
  constructor(private readonly size: number) {
    this.words = new Int32Array(0);
    this.grow(64);
  }

  /** Records that exist, in use or not. */
  get count(): number {
    return this.words.length / this.size;
  }

  allocate(): number {
    if (this.free === NONE) this.grow(2 * this.count);
    const record = this.free;
    this.free = this.words[record * this.size + NEXT_FREE];
    return record;
  }

  /** Events that refer to the record by its generation mean it no more. */
  release(record: number): void {
    this.words[record * this.size + GENERATION]++;
    this.words[record * this.size + NEXT_FREE] = this.free;
    this.free = record;
  }

  generation(record: number): number {
    return this.words[record * this.size + GENERATION];
  }

  get(record: number, field: number): number {
    return this.words[record * this.size + field];
  }

  set(record: number, field: number, value: number): void {
    this.words[record * this.size + field] = value;
  }

  private grow(count: number): void {
    const before = this.count;
    // Fields of records that were never in use are NONE, so that a look at all of them finds nothing there.
    const words = new Int32Array(count * this.size).fill(NONE);
    words.set(this.words);
    this.words = words;
    for (let record = count - 1; record >= before; record--) {
      words[record * this.size + GENERATION] = 0;
      words[record * this.size + NEXT_FREE] = this.free;
      this.free = record;
    }
  }
}
