import { KeyTable } from "./key-table";
import { PlaceList } from "./place-list";

const NONE = -1;

/** Integer keys with an expiry each, least recently used out first. No allocation after construction. */
export class LruMap {
  /** Whether the key placed last was not there before. */
  isNew = false;
  private readonly table: KeyTable;
  private readonly order: PlaceList;
  private readonly expiresMs: Float64Array;

  constructor(private readonly capacity: number) {
    this.table = new KeyTable(capacity);
    this.order = new PlaceList(capacity);
    this.expiresMs = new Float64Array(capacity);
  }

  /** True when the key is there and not expired; it then becomes the newest. */
  touch(key: number, nowMs: number): boolean {
    const place = this.table.find(key);
    if (place === NONE || this.expiresMs[place] <= nowMs) return false;
    this.order.remove(place);
    this.order.add(place);
    return true;
  }

  /** Stores or renews the key. */
  store(key: number, expiresMs: number): void {
    this.expiresMs[this.place(key)] = expiresMs;
  }

  /** Makes the key the newest, in place of the oldest where there is no room; its place is 0 to capacity - 1. */
  place(key: number): number {
    const { table, order } = this;
    let place = table.find(key);
    this.isNew = place === NONE;
    if (place !== NONE) {
      order.remove(place);
    } else {
      if (table.size === this.capacity) {
        const { oldest } = order;
        order.remove(oldest);
        table.remove(oldest);
      }
      place = table.add(key);
    }
    order.add(place);
    return place;
  }
}
