import type { EventPool } from "./event-pool";
import { FarList } from "./far-list";
import { SlotHeap } from "./slot-heap";

/** Events per bucket to aim at. */
const PER_BUCKET = 3;
/** Buckets per pending event: the year then spans about six mean delays. */
const BUCKETS_PER_EVENT = 2;
const LEAST_BUCKETS = 16;
/** Beyond this bucket the numbers begin anew, so that they stay small integers. */
const LAST_BUCKET = 2 ** 29;
/** Buckets and far events to look at for each bucket of the year and each event, before the width is found wrong. */
const PATIENCE = 8;

/**
 * Orders the pool's slots by (time, key), for when many wait. Time is cut into buckets of one width: a heap keeps those
 * of the buckets that were reached, each later bucket is an unordered list, and what lies beyond the year that the
 * buckets span waits in a list of its own. A bucket goes into the heap when its turn comes. An event thus costs two
 * list operations and a heap of a few entries, at any number pending.
 *
 * A bucket's number never falls as time rises, so that the order is the heap's. Ties and bursts only fill the heap.
 * The width follows the rate of events; where no width helps, the heap works alone until twice as many are pending.
 */
export class Calendar {
  private readonly near: SlotHeap;
  private readonly far: FarList;
  /** First slot of each bucket's list, or -1; a power of two of them. */
  private heads = new Int32Array(0);
  /** 1 while time is cut into buckets. */
  private cut = 0;
  /** Pending events above which it shall be. */
  private cutAt = 0;
  /** The bucket whose events are in the heap; the year ends `heads.length` later. */
  private current = 0;
  /** Begin of bucket 0 [ms], and buckets per ms. */
  private origin = 0;
  private perMs = 1;
  /** Events in buckets. */
  private inBuckets = 0;
  /** Events that went into the heap, and buckets and far events looked at, since `tunedAt` [ms]. */
  private flow = 0;
  private looks = 0;
  private tunedAt = 0;
  /** The flow after which to look at the width again. */
  private enoughFlow = 0;
  /** Of what was read ahead: somewhere it must go. */
  protected touched = 0;
  /** Whether the width was last chosen since the one before had been wrong. */
  private inVain = false;

  private readonly toFar = (slot: number) => this.far.add(slot);
  private readonly toNear = (slot: number) => this.near.insert(slot);
  private readonly toPlace = (slot: number) => this.place(slot);

  constructor(
    private readonly pool: EventPool,
    private readonly lastBucket = LAST_BUCKET,
  ) {
    this.near = new SlotHeap(pool, 64);
    this.far = new FarList(pool);
  }

  /** Says how many events are about to come into the empty calendar, so that it chooses its buckets once. */
  expect(events: number): void {
    this.cutAt = events - 1;
  }

  get size(): number {
    return this.near.size + this.inBuckets + this.far.size;
  }

  insert(slot: number): void {
    if (this.cut === 0) {
      this.near.insert(slot);
      if (this.near.size > this.cutAt) this.retune();
      return;
    }
    this.place(slot);
    if (this.flow > this.enoughFlow || this.inBuckets + this.far.size > this.heads.length) this.retune();
  }

  /** The slot of the earliest event if its turn has come, or -1. */
  nearest(): number {
    return this.near.first();
  }

  /** The slot of the earliest event, or -1. */
  first(): number {
    const slot = this.near.first();
    return slot >= 0 || this.cut === 0 ? slot : this.turn();
  }

  /** Takes what `first` told. */
  removeFirst(): void {
    this.near.removeFirst();
  }

  /** Calls back with each slot, in no order. */
  visit(each: (slot: number) => void): void {
    this.near.visit(each);
    for (const head of this.heads) {
      for (let slot = head; slot >= 0; slot = this.pool.next(slot)) each(slot);
    }
    this.far.visit(each);
  }

  /** Forgets all. */
  clear(): void {
    this.near.clear();
    this.heads.fill(-1);
    this.inBuckets = 0;
    this.far.clear();
    this.cut = 0;
    this.cutAt = 0;
  }

  private place(slot: number): void {
    const { heads } = this;
    const position = (this.pool.doubles[slot << 2] - this.origin) * this.perMs;
    if (position >= this.current + heads.length) {
      this.far.add(slot);
    } else if (position >= this.current + 1) {
      const at = position & (heads.length - 1);
      this.pool.link(slot, heads[at]);
      heads[at] = slot;
      this.inBuckets++;
    } else {
      this.near.insert(slot);
      this.flow++;
    }
  }

  /** The heap is empty: goes on to the next events, the first of which it tells. */
  private turn(): number {
    while (this.inBuckets + this.far.size > 0) {
      if (this.inBuckets + this.far.size < this.heads.length >> 5 || this.flow > this.enoughFlow || this.isSlow()) this.retune();
      else if (this.inBuckets === 0) this.begin(this.far.earliest.value);
      else if (this.current > this.lastBucket) this.spread();
      else this.step();
      const slot = this.near.first();
      if (slot >= 0) return slot;
    }
    return -1;
  }

  /** Goes on to the first bucket that holds something, or to the far events if their turn comes before. */
  private step(): void {
    const { heads, pool, near } = this;
    const mask = heads.length - 1;
    const position = (this.far.earliest.value - this.origin) * this.perMs;
    const stop = position < 2 * LAST_BUCKET ? position | 0 : 2 * LAST_BUCKET;
    let bucket = this.current + 1;
    while (bucket < stop && heads[bucket & mask] < 0) bucket++;
    this.looks += bucket - this.current;
    this.current = bucket;
    let slot = heads[bucket & mask];
    heads[bucket & mask] = -1;
    // Where many wait, what an event refers to has long left the processor's caches. It is read here, to no purpose but
    // that it comes from memory while others are handled; so is the first of the next bucket.
    const { generations } = pool.fields;
    const ahead = heads[(bucket + 1) & mask];
    let touched = ahead >= 0 ? pool.next(ahead) : 0;
    let moved = 0;
    while (slot >= 0) {
      const next = pool.next(slot);
      const a = pool.aOf(slot);
      if (a < generations.length) touched ^= generations[a];
      near.insert(slot);
      slot = next;
      moved++;
    }
    this.touched = touched;
    this.inBuckets -= moved;
    this.flow += moved;
    if (bucket === stop) this.letIn();
  }

  /** Begins the year anew; no bucket holds anything. */
  private begin(time: number): void {
    this.origin = time;
    this.current = 0;
    this.letIn();
  }

  /** Takes in those far events whose turn comes within the year. */
  private letIn(): void {
    this.looks += this.far.size;
    this.far.takeBefore(this.origin, this.perMs, this.current + this.heads.length, this.toPlace);
  }

  /** Sorts all into buckets again, from the present on. */
  private spread(): void {
    this.gather();
    this.begin(this.pool.fields.poppedTime.value);
  }

  private gather(): void {
    this.near.visit(this.toFar);
    this.near.clear();
    this.drainBuckets(this.toFar);
  }

  private drainBuckets(each: (slot: number) => void): void {
    const { heads, pool } = this;
    for (let at = 0; at < heads.length && this.inBuckets > 0; at++) {
      for (let slot = heads[at]; slot >= 0; this.inBuckets--) {
        const next = pool.next(slot);
        each(slot);
        slot = next;
      }
      heads[at] = -1;
    }
  }

  private isSlow(): boolean {
    return this.looks > PATIENCE * (this.heads.length + this.flow);
  }

  /** Whether buckets are wanted, how many, and how wide. */
  private retune(): void {
    const cut = this.cut === 1;
    const size = this.size;
    const slow = cut && this.isSlow();
    const measured = cut && (slow || 4 * this.flow > size);
    // A width that was just chosen anew, and wrong again: the heap works alone until the load is another.
    const hopeless = slow && this.inVain && 4 * this.flow < size;
    if (hopeless) {
      this.uncut(2 * size);
      return;
    }
    this.inVain = slow;
    const now = this.pool.fields.poppedTime.value;
    if (!measured) this.gather();
    const gap = measured ? (now - this.tunedAt) / Math.max(1, this.flow) : this.far.typicalGap(now);
    this.flow = 0;
    this.looks = 0;
    this.tunedAt = now;
    this.enoughFlow = Math.max(size, LEAST_BUCKETS);
    this.cut = 1;
    // Widths of no use, where all tie or wait for ever, leave the width as it is.
    const perMs = gap > 0 && gap < Number.POSITIVE_INFINITY ? 1 / (PER_BUCKET * Math.max(gap, 1e-15 * now, 1e-30)) : this.perMs;
    const buckets = Math.max(LEAST_BUCKETS, 2 ** Math.ceil(Math.log2(BUCKETS_PER_EVENT * size)));
    const fits = 2 * buckets >= this.heads.length && buckets <= 2 * this.heads.length;
    if (measured && fits && perMs < 2 * this.perMs && 2 * perMs > this.perMs) return;
    this.gather();
    if (!fits) this.heads = new Int32Array(buckets).fill(-1);
    this.perMs = perMs;

    this.begin(now);
  }

  /** Leaves all to the heap, until more than `cutAt` events are pending. */
  private uncut(cutAt: number): void {
    this.drainBuckets(this.toNear);
    this.far.visit(this.toNear);
    this.far.clear();
    this.cut = 0;
    this.cutAt = cutAt;
  }
}
