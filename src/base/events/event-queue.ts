import { Cell } from "../cell";
import type { Keeper, Memento } from "../memento";
import { Calendar } from "./calendar";
import { EventFields, KEYS_PER_SEQUENCE, LANE_MARK } from "./event-fields";
import { EventHeap } from "./event-heap";
import { EventPool } from "./event-pool";
import { Lane } from "./lane";

/** Pending events above which the calendar is faster than the heap. */
const CALENDAR_FROM = 256;
/** Share of that below which the heap takes over again. */
const HEAP_BELOW = 0.4;
/** Sequence numbers below this are the ranks of faults, which come before everything else at an instant. */
const FIRST_SEQUENCE = 2 ** 20;

export interface EventQueueOptions {
  /** Pending events above which the calendar is used; Infinity for a heap alone. */
  readonly calendarFrom?: number;
  /** The present [ms], to which a lane's delay is added; each `pop` moves it. */
  readonly clock?: Cell;
}

/** A copy of all pending events; it does not matter how they were kept. */
interface Saved {
  readonly poppedTime: number;
  readonly sequence: number;
  /** Time and key of each. */
  readonly keys: Float64Array;
  /** a and b of each. */
  readonly args: Int32Array;
  readonly lanes: readonly { readonly delayMs: number; readonly expires: boolean; readonly events: Float64Array }[];
}

/**
 * The pending events, by (time, sequence). The queue gives sequence numbers in the order of pushing, so that the order
 * is total and a run is reproducible; only events pushed with a rank come before the others of their instant. Nothing
 * may be pushed to before the last `pop`.
 *
 * A heap while few are pending, a calendar when they are many, and a ring for each constant delay: the order is the
 * same in all cases. Times go through `due.value` and `poppedTime.value`, since a double that crosses a call which is not
 * inlined is boxed.
 */
export class EventQueue implements Keeper {
  /** Time of the event to push [ms]. */
  readonly due: Cell;
  /** Time of the event that the last `pop` took [ms]. */
  readonly poppedTime: Cell;
  /** The event that the last `pop` took; an event of an expiring lane is void unless `generations[a]` is its `b`. */
  readonly fields: EventFields;

  private readonly sequence = new Cell(FIRST_SEQUENCE);
  private readonly heap: EventHeap;
  private readonly pool: EventPool;
  private readonly calendar: Calendar;
  private readonly heapBelow: number;
  /** 1 while the calendar is in use, and not the heap. */
  private many = 0;
  /** What `dueBy` found first: the code, with the mark of lanes, and in the calendar the slot. */
  private firstCode = 0;
  private firstSlot = -1;
  private readonly lanes: Lane[] = [];

  constructor({ calendarFrom = CALENDAR_FROM, clock = new Cell() }: EventQueueOptions = {}) {
    this.fields = new EventFields(clock);
    this.due = this.fields.due;
    this.poppedTime = clock;
    this.pool = new EventPool(this.fields);
    this.calendar = new Calendar(this.pool);
    this.heap = new EventHeap(this.fields, Math.min(calendarFrom, 2 ** 30));
    this.heapBelow = HEAP_BELOW * calendarFrom;
  }

  /** Events that wait to be ordered; of a lane, the first at most. */
  get size(): number {
    return this.many === 1 ? this.calendar.size : this.heap.size;
  }

  get usesCalendar(): boolean {
    return this.many === 1;
  }

  /** Adds an event due at `due.value`, behind all others of its instant. The code is below 256. */
  push(code: number, a: number, b: number): void {
    this.fields.key.value = this.sequence.value++ * KEYS_PER_SEQUENCE + (code | 0);
    this.insert(a, b);
  }

  /** Adds an event due at `due.value` that comes before all ordinary ones of its instant, by rank below 2^20. */
  pushRanked(rank: number, code: number, a: number, b: number): void {
    this.fields.key.value = rank * KEYS_PER_SEQUENCE + (code | 0);
    this.insert(a, b);
  }

  /**
   * The lane of a constant delay [ms]: the same for the same words.
   * @param expires whether its events are void once `generations[a]` is no longer `b`. Void events are passed over,
   * without the clock or a count noticing.
   */
  lane(delayMs: number, expires: boolean): number {
    const known = this.lanes.findIndex((lane) => lane.delayMs === delayMs && lane.expires === expires);
    if (known >= 0) return known;
    return this.lanes.push(new Lane(this.fields, delayMs, expires)) - 1;
  }

  /** The same as `push` at the clock's time plus the lane's delay. */
  pushLane(index: number, code: number, a: number, b: number): void {
    const lane = this.lanes[index];
    this.fields.key.value = this.sequence.value++ * KEYS_PER_SEQUENCE + (code | 0);
    lane.add(this.poppedTime, this.fields.generations, a, b);
    if (!lane.waits) this.wait(index);
  }

  /** Whether the earliest event is due at or before `limit.value`. */
  dueBy(limit: Cell): boolean {
    if (this.many === 1) return this.dueInCalendar(limit);
    if (!this.heap.dueBy(limit)) return false;
    this.firstCode = this.heap.firstCode();
    return this.firstCode < LANE_MARK || this.isLaneDue(limit);
  }

  /** The same where a lane is first in the heap: it is put off at most once. */
  private isLaneDue(limit: Cell): boolean {
    return this.isReady(this.heap.firstA()) || this.dueBy(limit);
  }

  /** Takes the earliest event into the `popped` fields; call only right after `dueBy` said yes. */
  pop(): void {
    const code = this.firstCode;
    if (code >= LANE_MARK) {
      this.takeFrom(this.many === 1 ? this.pool.aOf(this.firstSlot) : this.heap.firstA());
      return;
    }
    this.fields.poppedCode = code;
    if (this.many === 1) {
      this.pool.take(this.firstSlot);
      this.calendar.removeFirst();
    } else this.heap.pop();
  }

  memento(): Memento {
    const saved = this.save();
    return { restore: () => this.restore(saved), bytes: bytesOf(saved) };
  }

  /** A copy of all that is pending, for `restore`: 24 bytes an event, 32 in a lane. */
  save(): Saved {
    const keys = new Float64Array(2 * this.size);
    const args = new Int32Array(2 * this.size);
    let events = 0;
    const keep = (a: number, b: number) => {
      // What stands for a lane is made again from the lane.
      if ((this.fields.key.value & LANE_MARK) !== 0) return;
      keys[2 * events] = this.due.value;
      keys[2 * events + 1] = this.fields.key.value;
      args[2 * events] = a;
      args[2 * events + 1] = b;
      events++;
    };
    if (this.many === 1) this.calendar.visit((slot) => this.pool.tell(slot, keep));
    else this.heap.visit(keep);
    return {
      poppedTime: this.poppedTime.value,
      sequence: this.sequence.value,
      keys: keys.slice(0, 2 * events),
      args: args.slice(0, 2 * events),
      lanes: this.lanes.map((lane) => ({ delayMs: lane.delayMs, expires: lane.expires, events: lane.save() })),
    };
  }

  /** Puts back what `save` gave: here, or in another queue in which the lanes were asked for in the same order. */
  restore({ poppedTime, sequence, keys, args, lanes }: Saved): void {
    this.heap.clear();
    this.calendar.clear();
    this.pool.clear();
    this.many = 0;
    this.poppedTime.value = poppedTime;
    this.sequence.value = sequence;
    for (let at = 0; at < keys.length; at += 2) {
      this.due.value = keys[at];
      this.fields.key.value = keys[at + 1];
      this.insert(args[at], args[at + 1]);
    }
    for (const { delayMs, expires } of lanes) this.lane(delayMs, expires);
    for (const [index, lane] of this.lanes.entries()) {
      lane.restore(lanes[index]?.events ?? new Float64Array(0));
      if (lane.count > 0) this.wait(index);
    }
  }

  private insert(a: number, b: number): void {
    if (this.many === 1) this.calendar.insert(this.pool.add(a, b));
    else if (this.heap.insert(a, b)) this.toCalendar();
  }

  private dueInCalendar(limit: Cell): boolean {
    const { calendar, pool } = this;
    for (;;) {
      let slot = calendar.nearest();
      if (slot < 0) {
        if (calendar.size < this.heapBelow) {
          this.toHeap();
          return this.dueBy(limit);
        }
        slot = calendar.first();
      }
      if (slot < 0 || pool.doubles[slot << 2] > limit.value) return false;
      this.firstSlot = slot;
      this.firstCode = pool.codeOf(slot);
      if (this.firstCode < LANE_MARK || this.isReady(pool.aOf(slot))) return true;
    }
  }

  /** Whether the lane whose turn it is has a live event now; its turn is put off if not. */
  private isReady(index: number): boolean {
    const lane = this.lanes[index];
    lane.skip(this.fields.generations);
    if (lane.isUpToDate()) return true;
    this.removeFirst();
    lane.waits = false;
    if (lane.count > 0) this.wait(index);
    return false;
  }

  private takeFrom(index: number): void {
    const lane = this.lanes[index];
    lane.pop();
    this.removeFirst();
    lane.skip(this.fields.generations);
    lane.waits = false;
    if (lane.count > 0) this.wait(index);
  }

  private wait(index: number): void {
    // The owner may push several events at one `due.value`.
    const due = this.due.value;
    this.lanes[index].stand();
    this.insert(index, 0);
    this.due.value = due;
  }

  private removeFirst(): void {
    if (this.many === 1) {
      this.pool.release(this.firstSlot);
      this.calendar.removeFirst();
    } else this.heap.removeFirst();
  }

  private toCalendar(): void {
    const { calendar, heap, pool } = this;
    const due = this.due.value;
    calendar.expect(heap.size);
    heap.visit((a, b) => calendar.insert(pool.add(a, b)));
    this.due.value = due;
    heap.clear();
    this.many = 1;
  }

  private toHeap(): void {
    const { calendar, heap, pool } = this;
    const insert = (a: number, b: number) => heap.insert(a, b);
    calendar.visit((slot) => pool.tell(slot, insert));
    calendar.clear();
    pool.clear();
    this.many = 0;
  }
}

function bytesOf({ keys, args, lanes }: Saved): number {
  return lanes.reduce((sum, { events }) => sum + events.byteLength, keys.byteLength + args.byteLength);
}
