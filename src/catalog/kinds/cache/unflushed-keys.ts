import { KeyTable } from "../../../base/key-table";

const NONE = -1;

/** Changed keys in the order of their first change, each with how many writes it stands for. */
export class UnflushedKeys {
  /** Of all keys together. */
  writes = 0;
  private readonly table = new KeyTable(16);
  /** By place in the table. */
  private counts = new Int32Array(16);
  private next = new Int32Array(16);
  private first = NONE;
  private last = NONE;

  get keys(): number {
    return this.table.size;
  }

  add(key: number, writes: number): void {
    this.writes += writes;
    const known = this.table.find(key);
    if (known !== NONE) {
      this.counts[known] += writes;
      return;
    }
    const place = this.table.add(key);
    if (place >= this.counts.length) this.grow();
    this.counts[place] = writes;
    this.next[place] = NONE;
    if (this.last === NONE) this.first = place;
    else this.next[this.last] = place;
    this.last = place;
  }

  /** Moves the oldest keys, at most so many, into the arrays; returns how many. */
  take(keys: Int32Array, writes: Int32Array, most: number): number {
    let taken = 0;
    while (taken < most && this.first !== NONE) {
      const place = this.first;
      keys[taken] = this.table.keyAt(place);
      writes[taken] = this.counts[place];
      this.writes -= this.counts[place];
      taken++;
      this.first = this.next[place];
      if (this.first === NONE) this.last = NONE;
      this.table.remove(place);
    }
    return taken;
  }

  clear(): void {
    this.table.clear();
    this.writes = 0;
    this.first = NONE;
    this.last = NONE;
  }

  private grow(): void {
    const counts = new Int32Array(2 * this.counts.length);
    const next = new Int32Array(2 * this.next.length);
    counts.set(this.counts);
    next.set(this.next);
    this.counts = counts;
    this.next = next;
  }
}
