import type { Stream } from "../../../base/stream";
import type { BindEviction, Eviction } from "../define";

export const bindRandom: BindEviction<object> = (_, { capacity, stream }) => new Random(capacity, stream());

class Random implements Eviction {
  constructor(
    private readonly capacity: number,
    private readonly stream: Stream,
  ) {}

  added(): void {}

  used(): void {}

  /** A full cache has an entry at every place. */
  evict(): number {
    return this.stream.below(this.capacity);
  }

  clear(): void {}
}
