import { LruMap } from "../../base/lru-map";
import type { Limiter } from "./define";

/**
 * Gives each key a slot of a limiter that has fewer slots than there are keys: the key that has not asked for longest
 * makes room, and is new when it asks again (nginx's limit_req_zone does so when its memory is full).
 */
export class KeySlots {
  private readonly places: LruMap;

  constructor(
    private readonly limiter: Limiter,
    slots: number,
  ) {
    this.places = new LruMap(slots);
  }

  /** The slot to ask for this key. */
  of(key: number): number {
    const slot = this.places.place(key);
    if (this.places.isNew) this.limiter.forget(slot);
    return slot;
  }
}
