import type * as z from "zod";
import { Cell } from "../../../base/cell";
import type { Stream } from "../../../base/stream";
import type { BindEviction, Eviction } from "../define";
import type { sampledLruSchema } from "./definition";

type Config = z.infer<typeof sampledLruSchema>;

/** As many candidates Redis keeps. */
const POOL = 16;

export const bindSampledLru: BindEviction<Config> = ({ samples }, { capacity, stream }) => new SampledLru(samples, capacity, stream());

class SampledLru implements Eviction {
  /** Rises with every use: the lower, the longer unused. */
  private readonly now = new Cell();
  private readonly usedAt: Float64Array;
  private readonly keys: Int32Array;
  // Candidates, the one unused for longest last. Times of use are those of when they were drawn.
  private readonly poolPlace = new Int32Array(POOL);
  private readonly poolKey = new Int32Array(POOL);
  private readonly poolUsedAt = new Float64Array(POOL);
  private pooled = 0;

  constructor(
    private readonly samples: number,
    private readonly capacity: number,
    private readonly stream: Stream,
  ) {
    this.usedAt = new Float64Array(capacity);
    this.keys = new Int32Array(capacity);
  }

  added(place: number, key: number): void {
    this.keys[place] = key;
    this.used(place);
  }

  used(place: number): void {
    this.usedAt[place] = ++this.now.value;
  }

  evict(): number {
    for (;;) {
      for (let i = 0; i < this.samples; i++) this.consider(this.stream.below(this.capacity));
      while (this.pooled > 0) {
        this.pooled--;
        const place = this.poolPlace[this.pooled];
        // A candidate may have left meanwhile, and its place be another's.
        if (this.keys[place] === this.poolKey[this.pooled]) return place;
      }
    }
  }

  clear(): void {
    this.pooled = 0;
  }

  /** Takes the entry into the pool if there is room, or in place of the one used last. */
  private consider(place: number): void {
    const { poolPlace, poolKey, poolUsedAt } = this;
    const usedAt = this.usedAt[place];
    for (let i = 0; i < this.pooled; i++) {
      if (poolPlace[i] === place && poolKey[i] === this.keys[place]) return;
    }
    let at = 0;
    while (at < this.pooled && poolUsedAt[at] > usedAt) at++;
    if (this.pooled < POOL) {
      for (let i = this.pooled; i > at; i--) this.move(i - 1, i);
      this.pooled++;
    } else {
      if (at === 0) return;
      at--;
      for (let i = 0; i < at; i++) this.move(i + 1, i);
    }
    poolPlace[at] = place;
    poolKey[at] = this.keys[place];
    poolUsedAt[at] = usedAt;
  }

  private move(from: number, to: number): void {
    this.poolPlace[to] = this.poolPlace[from];
    this.poolKey[to] = this.poolKey[from];
    this.poolUsedAt[to] = this.poolUsedAt[from];
  }
}
