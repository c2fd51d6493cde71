import type * as z from "zod";
import { Cell } from "../../../base/cell";
import { KeyTable } from "../../../base/key-table";
import type { BindEviction, Eviction } from "../define";
import type { lfuSchema } from "./definition";

export const bindLfu: BindEviction<z.infer<typeof lfuSchema>> = ({ counts }, { capacity }) =>
  new Lfu(capacity, counts === "all" ? new Past() : null);

/** Uses of keys that are not kept. */
class Past {
  private readonly table = new KeyTable(64);
  private uses = new Float64Array(64);

  note(key: number, uses: number): void {
    const known = this.table.find(key);
    const place = known < 0 ? this.table.add(key) : known;
    if (place >= this.uses.length) {
      const wide = new Float64Array(2 * place);
      wide.set(this.uses);
      this.uses = wide;
    }
    this.uses[place] = uses;
  }

  of(key: number): number {
    const place = this.table.find(key);
    return place < 0 ? 0 : this.uses[place];
  }
}

/** A binary heap of places, the one to go first on top. */
class Lfu implements Eviction {
  private readonly heap: Int32Array;
  /** Where in the heap a place stands. */
  private readonly at: Int32Array;
  private size = 0;
  private readonly keys: Int32Array;
  private readonly uses: Float64Array;
  /** Rises with every use. */
  private readonly now = new Cell();
  private readonly usedAt: Float64Array;

  constructor(
    capacity: number,
    private readonly past: Past | null,
  ) {
    this.heap = new Int32Array(capacity);
    this.at = new Int32Array(capacity);
    this.keys = new Int32Array(capacity);
    this.uses = new Float64Array(capacity);
    this.usedAt = new Float64Array(capacity);
  }

  added(place: number, key: number): void {
    this.keys[place] = key;
    this.uses[place] = 1 + (this.past === null ? 0 : this.past.of(key));
    this.usedAt[place] = ++this.now.value;
    this.rise(this.size++, place);
  }

  used(place: number): void {
    this.uses[place]++;
    this.usedAt[place] = ++this.now.value;
    this.sink(this.at[place], place);
  }

  evict(): number {
    const goes = this.heap[0];
    this.size--;
    if (this.size > 0) this.sink(0, this.heap[this.size]);
    if (this.past !== null) this.past.note(this.keys[goes], this.uses[goes]);
    return goes;
  }

  clear(): void {
    if (this.past !== null) {
      for (let i = 0; i < this.size; i++) this.past.note(this.keys[this.heap[i]], this.uses[this.heap[i]]);
    }
    this.size = 0;
  }

  private goesBefore(a: number, b: number): boolean {
    const { uses, usedAt } = this;
    return uses[a] < uses[b] || (uses[a] === uses[b] && usedAt[a] < usedAt[b]);
  }

  private put(at: number, place: number): void {
    this.heap[at] = place;
    this.at[place] = at;
  }

  private rise(from: number, place: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.goesBefore(place, this.heap[above])) break;
      this.put(at, this.heap[above]);
      at = above;
    }
    this.put(at, place);
  }

  private sink(from: number, place: number): void {
    let at = from;
    for (let below = 2 * at + 1; below < this.size; below = 2 * at + 1) {
      if (below + 1 < this.size && this.goesBefore(this.heap[below + 1], this.heap[below])) below++;
      if (!this.goesBefore(this.heap[below], place)) break;
      this.put(at, this.heap[below]);
      at = below;
    }
    this.put(at, place);
  }
}
