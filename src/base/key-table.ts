const NONE = -1;

/**
 * Gives each of a changing set of integer keys a place of its own, small and dense from 0: open addressing with linear
 * probing (at most half full) over typed arrays. Grows by doubling when more keys come than it was made for; one that
 * was made for all of them allocates nothing.
 */
export class KeyTable {
  /** Keys in it. */
  size = 0;
  /** By place; a vacant place holds the next vacant one. */
  private keys: Int32Array;
  /** Place + 1 per hash slot; 0 is empty. */
  private slots: Int32Array;
  private mask: number;
  /** Places ever used, and the latest vacated one. */
  private used = 0;
  private vacant = NONE;

  constructor(capacity: number) {
    let slots = 4;
    while (slots < 2 * capacity) slots *= 2;
    this.keys = new Int32Array(capacity);
    this.slots = new Int32Array(slots);
    this.mask = slots - 1;
  }

  /** The key's place, or -1. */
  find(key: number): number {
    const slot = this.slotOf(key);
    return slot === NONE ? NONE : this.slots[slot] - 1;
  }

  /** A place for a key that has none: the one vacated last, else the next. */
  add(key: number): number {
    let place = this.vacant;
    if (place !== NONE) {
      this.vacant = this.keys[place];
    } else {
      if (this.used === this.keys.length) this.grow();
      place = this.used++;
    }
    this.keys[place] = key;
    this.insert(key, place);
    this.size++;
    return place;
  }

  /** The key whose place this is. */
  keyAt(place: number): number {
    return this.keys[place];
  }

  /** Vacates a place that is taken. */
  remove(place: number): void {
    this.erase(this.slotOf(this.keys[place]));
    this.keys[place] = this.vacant;
    this.vacant = place;
    this.size--;
  }

  clear(): void {
    this.slots.fill(0);
    this.size = 0;
    this.used = 0;
    this.vacant = NONE;
  }

  private hash(key: number): number {
    const h = Math.imul(key ^ (key >>> 16), 0x9e3779b1);
    return (h ^ (h >>> 15)) & this.mask;
  }

  private slotOf(key: number): number {
    for (let slot = this.hash(key); this.slots[slot] !== 0; slot = (slot + 1) & this.mask) {
      if (this.keys[this.slots[slot] - 1] === key) return slot;
    }
    return NONE;
  }

  private insert(key: number, place: number): void {
    let slot = this.hash(key);
    while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
    this.slots[slot] = place + 1;
  }

  /** Frees a slot and moves later ones of its run up, so that no probe stops short (Knuth vol. 3, 6.4, algorithm R). */
  private erase(from: number): void {
    const { slots, mask } = this;
    let hole = from;
    let slot = (hole + 1) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const home = this.hash(this.keys[slots[slot] - 1]);
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        slots[hole] = slots[slot];
        hole = slot;
      }
    }
    slots[hole] = 0;
  }

  /** Called when no place is vacant. */
  private grow(): void {
    const { keys } = this;
    this.keys = new Int32Array(Math.max(4, 2 * keys.length));
    this.keys.set(keys);
    this.slots = new Int32Array(Math.max(8, 2 * this.slots.length));
    this.mask = this.slots.length - 1;
    for (let place = 0; place < keys.length; place++) this.insert(keys[place], place);
  }
}
