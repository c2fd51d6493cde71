import type { Cell } from "../../base/cell";
import { KeyTable } from "../../base/key-table";
import type { Eviction } from "../evictions/define";

export const MISSING = 0;
export const FRESH = 1;
/** Kept, past its time to live, and no further past than is allowed. */
export const STALE = 2;
const NONE = -1;

/** What one cache process keeps: keys with the time until which each is fresh. Allocates only when it is made. */
export class Entries {
  /** Entries that had to go for others. */
  evicted = 0;
  private readonly table: KeyTable;
  private readonly freshUntilMs: Float64Array;

  constructor(
    private readonly capacity: number,
    private readonly eviction: Eviction,
  ) {
    this.table = new KeyTable(capacity);
    this.freshUntilMs = new Float64Array(capacity);
  }

  /** Those past their time to live included: they hold their place until it is needed. */
  get size(): number {
    return this.table.size;
  }

  /** FRESH, STALE for up to `staleMs[at]` after that, or MISSING; whoever finds something has used it. */
  look(key: number, clock: Cell, staleMs: Float64Array, at: number): number {
    const place = this.table.find(key);
    if (place === NONE) return MISSING;
    const freshUntilMs = this.freshUntilMs[place];
    const isFresh = freshUntilMs > clock.value;
    if (!isFresh && !(freshUntilMs + staleMs[at] > clock.value)) return MISSING;
    this.eviction.used(place);
    return isFresh ? FRESH : STALE;
  }

  /** Until when a key that is there is fresh, into `out.value` [ms]; false where it is not there. */
  readFreshUntil(key: number, out: Cell): boolean {
    const place = this.table.find(key);
    if (place === NONE) return false;
    out.value = this.freshUntilMs[place];
    return true;
  }

  /** Stores the key or stores it anew, fresh until `untilMs.value`; where there is no room another goes. */
  store(key: number, untilMs: Cell): void {
    const { table, eviction } = this;
    let place = table.find(key);
    if (place !== NONE) {
      eviction.used(place);
    } else {
      if (table.size === this.capacity) {
        table.remove(eviction.evict());
        this.evicted++;
      }
      place = table.add(key);
      eviction.added(place, key);
    }
    this.freshUntilMs[place] = untilMs.value;
  }

  /** What is there for the key may not be served any more, not even as stale. */
  invalidate(key: number): void {
    const place = this.table.find(key);
    if (place !== NONE) this.freshUntilMs[place] = Number.NEGATIVE_INFINITY;
  }

  clear(): void {
    this.table.clear();
    this.eviction.clear();
  }
}
