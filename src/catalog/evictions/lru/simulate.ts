import { PlaceList } from "../../../base/place-list";
import type { BindEviction, Eviction } from "../define";

export const bindLru: BindEviction<object> = (_, { capacity }) => new Lru(capacity);

class Lru implements Eviction {
  private readonly order: PlaceList;

  constructor(capacity: number) {
    this.order = new PlaceList(capacity);
  }

  added(place: number): void {
    this.order.add(place);
  }

  used(place: number): void {
    this.order.remove(place);
    this.order.add(place);
  }

  evict(): number {
    const { oldest } = this.order;
    this.order.remove(oldest);
    return oldest;
  }

  clear(): void {
    this.order.clear();
  }
}
