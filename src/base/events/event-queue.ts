import { Calendar } from "./calendar";
import { EventPool } from "./event-pool";
import { Lane } from "./lane";

/** Pending events above which the calendar is faster than the heap. */
const CALENDAR_FROM = 1000;

/** More than a ring holds. */
const ALL = 2 ** 30;

export interface EventQueueOptions {
  /** Pending events above which the calendar is used; Infinity for a heap alone. */
  readonly calendarFrom?: number;
  /** The present [ms], to which a lane's delay is added; by default the time of the last `pop`. */
  readonly clock?: Float64Array;
}

/** A copy of all pending events; it does not matter how they were kept. */
interface Saved {
  readonly poppedTime: number;
  readonly sequence: number;
  /** Time and sequence of each. */
  readonly keys: Float64Array;
  /** Code, a and b of each. */
  readonly args: Int32Array;
  readonly lanes: readonly { readonly delayMs: number; readonly expires: boolean; readonly events: Float64Array }[];
}

/**
 * The pending events, by (time, sequence). The queue gives sequence numbers in the order of pushing, so that the order
 * is total and a run is reproducible; only events pushed with a rank come before the others of their instant. Nothing
 * may be pushed to before the last `pop`.
 *
 * A heap while few are pending, a calendar when they are many, and a ring for each constant delay: the order is the
 * same in all cases. Times go through `due[0]` and `poppedTime[0]`, since a double that crosses a call which is not
 * inlined is boxed.
 */
export class EventQueue {
  /** Time of the event to push [ms]. */
  readonly due: Float64Array;
  /** Time of the event that the last `pop` took [ms]. */
  readonly poppedTime: Float64Array;
  poppedCode = 0;
  poppedA = 0;
  poppedB = 0;
  /** An event of an expiring lane is void unless `generations[a]` is its `b`. The owner sets it anew when it grows. */
  generations = new Int32Array(0);

  private readonly pool = new EventPool(64);
  private readonly calendar: Calendar;
  private readonly clock: Float64Array;
  private readonly lanes: Lane[] = [];

  constructor({ calendarFrom = CALENDAR_FROM, clock }: EventQueueOptions = {}) {
    this.due = this.pool.due;
    this.poppedTime = this.pool.poppedTime;
    this.clock = clock ?? this.poppedTime;
    this.calendar = new Calendar(this.pool, calendarFrom);
  }

  /** Events that wait to be ordered; of a lane, the first at most. */
  get size(): number {
    return this.calendar.size;
  }

  get usesCalendar(): boolean {
    return this.calendar.usesBuckets;
  }

  /** Adds an event due at `due[0]`, behind all others of its instant. The code is not negative. */
  push(code: number, a: number, b: number): void {
    this.calendar.insert(this.pool.add(code, a, b));
  }

  /** Adds an event due at `due[0]` that comes before all ordinary ones of its instant, by rank below 2^20. */
  pushRanked(rank: number, code: number, a: number, b: number): void {
    this.calendar.insert(this.pool.addRanked(rank, code, a, b));
  }

  /**
   * The lane of a constant delay [ms]: the same for the same words.
   * @param expires whether its events are void once `generations[a]` is no longer `b`. Void events are passed over,
   * without the clock or a count noticing.
   */
  lane(delayMs: number, expires: boolean): number {
    const known = this.lanes.findIndex((lane) => lane.delayMs === delayMs && lane.expires === expires);
    if (known >= 0) return known;
    const index = this.lanes.push(new Lane(delayMs, expires)) - 1;
    this.giveSlot(index);
    return index;
  }

  /** The same as `push` at the clock's time plus the lane's delay. */
  pushLane(index: number, code: number, a: number, b: number): void {
    const lane = this.lanes[index];
    // Two for each that comes: the ring never holds much more than what is not void.
    lane.skip(this.generations, 2);
    lane.add(this.clock, this.pool.sequence, code, a, b);
    if (!lane.waits) this.wait(lane);
  }

  /** Whether the earliest event is due at or before `limit[0]`. */
  dueBy(limit: Float64Array): boolean {
    for (;;) {
      const slot = this.calendar.first();
      if (slot < 0 || this.pool.doubles[slot << 2] > limit[0]) return false;
      const code = this.pool.codeOf(slot);
      if (code >= 0 || this.isReady(this.lanes[-1 - code])) return true;
    }
  }

  /** Takes the earliest event into the `popped` fields; call only after `dueBy` said yes. */
  pop(): void {
    const { calendar, pool } = this;
    const slot = calendar.first();
    const code = pool.codeOf(slot);
    calendar.removeFirst();
    if (code >= 0) {
      pool.take(slot);
      this.poppedCode = code;
      this.poppedA = pool.poppedA;
      this.poppedB = pool.poppedB;
    } else this.takeFrom(this.lanes[-1 - code]);
  }

  /** A copy of all that is pending, for `restore`: 28 bytes an event, 32 in a lane. */
  save(): unknown {
    const { doubles, ints } = this.pool;
    const keys = new Float64Array(2 * this.size);
    const args = new Int32Array(3 * this.size);
    let events = 0;
    this.calendar.forEach((slot) => {
      // Negative codes stand for lanes.
      if (this.pool.codeOf(slot) < 0) return;
      keys.set(doubles.subarray(4 * slot, 4 * slot + 2), 2 * events);
      args.set(ints.subarray(8 * slot + 5, 8 * slot + 8), 3 * events);
      events++;
    });
    const saved: Saved = {
      poppedTime: this.poppedTime[0],
      sequence: this.pool.sequence[0],
      keys: keys.slice(0, 2 * events),
      args: args.slice(0, 3 * events),
      lanes: this.lanes.map((lane) => ({ delayMs: lane.delayMs, expires: lane.expires, events: lane.save() })),
    };
    return saved;
  }

  /** Puts back what `save` gave: here, or in another queue in which the lanes were asked for in the same order. */
  restore(state: unknown): void {
    const { poppedTime, sequence, keys, args, lanes } = state as Saved;
    const { pool } = this;
    this.calendar.clear();
    pool.clear();
    this.poppedTime[0] = poppedTime;
    for (const { delayMs, expires } of lanes) this.lane(delayMs, expires);
    for (const index of this.lanes.keys()) this.giveSlot(index);
    for (let i = 0; 2 * i < keys.length; i++) {
      this.due[0] = keys[2 * i];
      // The sequence does for a rank.
      this.pushRanked(keys[2 * i + 1], args[3 * i], args[3 * i + 1], args[3 * i + 2]);
    }
    for (const [index, lane] of this.lanes.entries()) {
      lane.restore(lanes[index]?.events ?? new Float64Array(0));
      if (lane.count > 0) this.wait(lane);
    }
    pool.sequence[0] = sequence;
  }

  private giveSlot(index: number): void {
    this.lanes[index].slot = this.pool.addRanked(0, -1 - index, 0, 0);
  }

  /** Whether the lane's slot, which comes first, stands for a live event; it is put elsewhere if not. */
  private isReady(lane: Lane): boolean {
    lane.skip(this.generations, ALL);
    if (lane.stands(this.pool.doubles)) return true;
    this.calendar.removeFirst();
    lane.waits = false;
    if (lane.count > 0) this.wait(lane);
    return false;
  }

  private takeFrom(lane: Lane): void {
    this.poppedTime[0] = lane.time;
    this.poppedCode = lane.code;
    this.poppedA = lane.a;
    this.poppedB = lane.b;
    lane.removeFirst();
    lane.skip(this.generations, ALL);
    lane.waits = false;
    if (lane.count > 0) this.wait(lane);
  }

  private wait(lane: Lane): void {
    lane.waits = true;
    lane.stamp(this.pool.doubles);
    this.calendar.insert(lane.slot);
  }
}
