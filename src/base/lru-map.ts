const NONE = -1;

/**
 * Integer keys with an expiry each, least recently used out first: open addressing with linear probing (at most half
 * full) over typed arrays, and a doubly linked list through the entries. No allocation after construction.
 */
export class LruMap {
  /** Whether the key placed last was not there before. */
  isNew = false;
  private readonly keys: Int32Array;
  private readonly expiresMs: Float64Array;
  private readonly newer: Int32Array;
  private readonly older: Int32Array;
  /** Entry + 1 per hash slot; 0 is empty. */
  private readonly table: Int32Array;
  private readonly mask: number;
  private newest = NONE;
  private oldest = NONE;
  private used = 0;

  constructor(private readonly capacity: number) {
    let slots = 4;
    while (slots < 2 * capacity) slots *= 2;
    this.keys = new Int32Array(capacity);
    this.expiresMs = new Float64Array(capacity);
    this.newer = new Int32Array(capacity);
    this.older = new Int32Array(capacity);
    this.table = new Int32Array(slots);
    this.mask = slots - 1;
  }

  get size(): number {
    return this.used;
  }

  /** True when the key is there and not expired; it then becomes the newest. */
  touch(key: number, nowMs: number): boolean {
    const slot = this.find(key);
    if (slot === NONE) return false;
    const entry = this.table[slot] - 1;
    if (this.expiresMs[entry] <= nowMs) return false;
    this.unlink(entry);
    this.linkNewest(entry);
    return true;
  }

  /** Stores or renews the key; true when another had to go for it. */
  store(key: number, expiresMs: number): boolean {
    const full = this.used === this.capacity;
    this.expiresMs[this.place(key)] = expiresMs;
    return full && this.isNew;
  }

  /** Makes the key the newest, in place of the oldest where there is no room; its place is 0 to capacity - 1. */
  place(key: number): number {
    const slot = this.find(key);
    this.isNew = slot === NONE;
    let entry: number;
    if (slot !== NONE) {
      entry = this.table[slot] - 1;
      this.unlink(entry);
    } else {
      if (this.used < this.capacity) {
        entry = this.used++;
      } else {
        entry = this.oldest;
        this.unlink(entry);
        this.erase(this.find(this.keys[entry]));
      }
      this.keys[entry] = key;
      this.insert(key, entry);
    }
    this.linkNewest(entry);
    return entry;
  }

  /** Makes the key expired, wherever it is. */
  expire(key: number): void {
    const slot = this.find(key);
    if (slot !== NONE) this.expiresMs[this.table[slot] - 1] = Number.NEGATIVE_INFINITY;
  }

  clear(): void {
    this.table.fill(0);
    this.used = 0;
    this.newest = NONE;
    this.oldest = NONE;
  }

  private hash(key: number): number {
    const h = Math.imul(key ^ (key >>> 16), 0x9e3779b1);
    return (h ^ (h >>> 15)) & this.mask;
  }

  private find(key: number): number {
    for (let slot = this.hash(key); this.table[slot] !== 0; slot = (slot + 1) & this.mask) {
      if (this.keys[this.table[slot] - 1] === key) return slot;
    }
    return NONE;
  }

  private insert(key: number, entry: number): void {
    let slot = this.hash(key);
    while (this.table[slot] !== 0) slot = (slot + 1) & this.mask;
    this.table[slot] = entry + 1;
  }

  /** Frees a slot and moves later ones of its run up, so that no probe stops short (Knuth vol. 3, 6.4, algorithm R). */
  private erase(from: number): void {
    let hole = from;
    let slot = (hole + 1) & this.mask;
    for (; this.table[slot] !== 0; slot = (slot + 1) & this.mask) {
      const home = this.hash(this.keys[this.table[slot] - 1]);
      if (((slot - home) & this.mask) >= ((slot - hole) & this.mask)) {
        this.table[hole] = this.table[slot];
        hole = slot;
      }
    }
    this.table[hole] = 0;
  }

  private unlink(entry: number): void {
    const newer = this.newer[entry];
    const older = this.older[entry];
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
  }

  private linkNewest(entry: number): void {
    this.newer[entry] = NONE;
    this.older[entry] = this.newest;
    if (this.newest === NONE) this.oldest = entry;
    else this.newer[this.newest] = entry;
    this.newest = entry;
  }
}
