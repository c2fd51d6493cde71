const NONE = -1;

/** Places in an order, oldest first: a doubly linked list over typed arrays. Each place is in it at most once. */
export class PlaceList {
  /** -1 where the list is empty. */
  oldest = NONE;
  private newest = NONE;
  private readonly newer: Int32Array;
  private readonly older: Int32Array;

  constructor(places: number) {
    this.newer = new Int32Array(places);
    this.older = new Int32Array(places);
  }

  /** Appends a place that is not in the list. */
  add(place: number): void {
    this.newer[place] = NONE;
    this.older[place] = this.newest;
    if (this.newest === NONE) this.oldest = place;
    else this.newer[this.newest] = place;
    this.newest = place;
  }

  remove(place: number): void {
    const newer = this.newer[place];
    const older = this.older[place];
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
  }

  clear(): void {
    this.oldest = NONE;
    this.newest = NONE;
  }
}
