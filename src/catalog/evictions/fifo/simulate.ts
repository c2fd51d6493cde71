import { PlaceList } from "../../../base/place-list";
import type { BindEviction, Eviction } from "../define";

export const bindFifo: BindEviction<object> = (_, { capacity }) => new Fifo(capacity);

class Fifo implements Eviction {
  private readonly order: PlaceList;

  constructor(capacity: number) {
    this.order = new PlaceList(capacity);
  }

  added(place: number): void {
    this.order.add(place);
  }

  used(): void {}

  evict(): number {
    const { oldest } = this.order;
    this.order.remove(oldest);
    return oldest;
  }

  clear(): void {
    this.order.clear();
  }
}
