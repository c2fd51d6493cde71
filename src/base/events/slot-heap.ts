import type { EventPool } from "./event-pool";

/**
 * A 4-ary heap of the pool's slots, by (time, key). It keeps the times beside it, so that the four children of an
 * entry share half a cache line; a key is looked up only where two times are equal.
 *
 * Taking the first leaves the root empty; the next `insert` sifts down from that hole instead of filling it from the
 * end and sifting twice.
 */
export class SlotHeap {
  /** Entries, the hole among them. */
  private entries = 0;
  /** 1 while the root is empty. */
  private hole = 0;
  private times: Float64Array;
  private slots: Int32Array;

  constructor(
    private readonly pool: EventPool,
    capacity: number,
  ) {
    this.times = new Float64Array(capacity);
    this.slots = new Int32Array(capacity);
  }

  get size(): number {
    return this.entries - this.hole;
  }

  insert(slot: number): void {
    if (this.hole === 1) {
      this.hole = 0;
      this.siftDown(slot);
    } else {
      this.siftUp(slot);
    }
  }

  /** The slot of the earliest event, or -1. */
  first(): number {
    if (this.hole === 1) this.closeHole();
    return this.entries > 0 ? this.slots[0] : -1;
  }

  /** Takes what `first` told. */
  removeFirst(): void {
    this.hole = 1;
  }

  /** Calls back with each, in no order. */
  visit(each: (slot: number) => void): void {
    for (let at = this.hole; at < this.entries; at++) each(this.slots[at]);
  }

  clear(): void {
    this.entries = 0;
    this.hole = 0;
  }

  private closeHole(): void {
    this.hole = 0;
    const last = (this.entries - 1) | 0;
    this.entries = last;
    if (last > 0) this.siftDown(this.slots[last]);
  }

  private siftUp(slot: number): void {
    if (this.entries === this.times.length) this.grow();
    const { times, slots } = this;
    const { doubles } = this.pool;
    const time = doubles[slot << 2];
    let at = this.entries;
    this.entries = (at + 1) | 0;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const parentTime = times[parent];
      if (parentTime < time) break;
      const parentSlot = slots[parent];
      if (parentTime === time && doubles[(parentSlot << 2) | 1] < doubles[(slot << 2) | 1]) break;
      times[at] = parentTime;
      slots[at] = parentSlot;
      at = parent;
    }
    times[at] = time;
    slots[at] = slot | 0;
  }

  private siftDown(slot: number): void {
    const { times, slots, entries } = this;
    const { doubles } = this.pool;
    const time = doubles[slot << 2];
    let at = 0;
    for (;;) {
      const first = ((at << 2) + 1) | 0;
      if (first >= entries) break;
      let least = first;
      let leastTime = times[first];
      const behind = (first + 4) | 0;
      const end = behind < entries ? behind : entries;
      for (let child = (first + 1) | 0; child < end; child = (child + 1) | 0) {
        const childTime = times[child];
        if (childTime > leastTime) continue;
        if (childTime === leastTime && doubles[(slots[child] << 2) | 1] > doubles[(slots[least] << 2) | 1]) continue;
        least = child;
        leastTime = childTime;
      }
      if (time < leastTime) break;
      const leastSlot = slots[least];
      if (time === leastTime && doubles[(slot << 2) | 1] < doubles[(leastSlot << 2) | 1]) break;
      times[at] = leastTime;
      slots[at] = leastSlot;
      at = least;
    }
    times[at] = time;
    slots[at] = slot | 0;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    times.set(this.times);
    const slots = new Int32Array(2 * this.slots.length);
    slots.set(this.slots);
    this.times = times;
    this.slots = slots;
  }
}
