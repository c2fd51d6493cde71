import { Cell } from "../cell";
import type { EventPool } from "./event-pool";

const SAMPLES = 64;

/** Slots of events that are due too late to be sorted yet, in no order, with their times beside them. */
export class FarList {
  size = 0;
  /** Time of the earliest [ms]; Infinity when there is none. */
  readonly earliest = new Cell(Number.POSITIVE_INFINITY);
  private times = new Float64Array(1024);
  private slots = new Int32Array(1024);
  private readonly sample = new Float64Array(SAMPLES);

  constructor(private readonly pool: EventPool) {}

  add(slot: number): void {
    if (this.size === this.slots.length) this.grow();
    const time = this.pool.doubles[slot << 2];
    this.times[this.size] = time;
    this.slots[this.size++] = slot;
    if (time < this.earliest.value) this.earliest.value = time;
  }

  /** Takes all whose position, (time - origin) x perMs, is below `end`. */
  takeBefore(origin: number, perMs: number, end: number, each: (slot: number) => void): void {
    const { times, slots, size } = this;
    let kept = 0;
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < size; i++) {
      const time = times[i];
      // No number is at or beyond the end when two infinite times are subtracted: such an event is taken.
      if ((time - origin) * perMs >= end) {
        times[kept] = time;
        slots[kept++] = slots[i];
        if (time < earliest) earliest = time;
      } else {
        each(slots[i]);
      }
    }
    this.size = kept;
    this.earliest.value = earliest;
  }

  visit(each: (slot: number) => void): void {
    for (let i = 0; i < this.size; i++) each(this.slots[i]);
  }

  clear(): void {
    this.size = 0;
    this.earliest.value = Number.POSITIVE_INFINITY;
  }

  /** Mean time between the next events [ms], by the earliest quarter of a sample; 0 where they tie. */
  typicalGap(now: number): number {
    const { sample, times, size } = this;
    for (let i = 0; i < SAMPLES; i++) sample[i] = times[Math.floor((i * size) / SAMPLES)];
    sample.sort();
    return (4 * (sample[SAMPLES / 4] - now)) / size;
  }

  private grow(): void {
    const times = new Float64Array(2 * this.times.length);
    times.set(this.times);
    const slots = new Int32Array(2 * this.slots.length);
    slots.set(this.slots);
    this.times = times;
    this.slots = slots;
  }
}
