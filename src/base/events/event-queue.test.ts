import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Cell } from "../cell";
import { EventQueue, type EventQueueOptions } from "./event-queue";

/** Pending events, in the plainest way: an array that is kept sorted. */
class Oracle {
  now = 0;
  sequence = 2 ** 20;
  readonly events: { time: number; sequence: number; code: number; a: number; b: number; expires: boolean }[] = [];

  add(time: number, code: number, a: number, b: number, expires = false, rank = this.sequence++): void {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { time: other, sequence } = this.events[middle];
      if (other < time || (other === time && sequence < rank)) high = middle;
      else low = middle + 1;
    }
    // The latest first, so that taking is cheap.
    this.events.splice(low, 0, { time, sequence: rank, code, a, b, expires });
  }

  /** The earliest event that is not void. */
  first(generations: Int32Array) {
    for (;;) {
      const event = this.events.at(-1);
      if (event === undefined || !event.expires || generations[event.a] === event.b) return event;
      this.events.pop();
    }
  }
}

/** One queue and the oracle, side by side. */
class Pair {
  queue: EventQueue;
  readonly oracle = new Oracle();
  readonly limit = new Cell();
  readonly generations = new Int32Array(64);
  readonly lanes: number[];
  private made = 0;

  constructor(
    private readonly options: EventQueueOptions,
    private readonly laneDelays: readonly number[] = [],
  ) {
    this.queue = this.create();
    this.lanes = this.askForLanes();
  }

  push(time: number): void {
    const n = this.made++;
    this.queue.due.value = time;
    this.queue.push(n & 255, n, -n);
    this.oracle.add(time, n & 255, n, -n);
  }

  pushRanked(time: number): void {
    const n = this.made++;
    const rank = n % 2 ** 20;
    this.queue.due.value = time;
    this.queue.pushRanked(rank, n & 255, n, 7);
    this.oracle.add(time, n & 255, n, 7, false, rank);
  }

  pushLane(which: number): void {
    const lane = which % this.lanes.length;
    const expires = (lane & 1) === 0;
    const n = this.made++;
    const a = n & 63;
    const b = expires ? this.generations[a] : n;
    this.queue.pushLane(this.lanes[lane], n & 255, a, b);
    this.oracle.add(this.oracle.now + this.laneDelays[lane >> 1], n & 255, a, b, expires);
  }

  /** Voids the events of one owner. */
  void(owner: number): void {
    this.generations[owner & 63]++;
  }

  /** Asks whether something is due, and takes it. */
  take(limit: number): boolean {
    const { queue, oracle } = this;
    this.limit.value = limit;
    const first = oracle.first(this.generations);
    const due = first !== undefined && first.time <= limit;
    // Plain comparisons: an `expect` per event is slow.
    if (queue.dueBy(this.limit) !== due) throw new Error(`At ${oracle.now}: not ${due} that an event is due by ${limit}.`);
    if (!due) return false;
    queue.pop();
    const { time, code, a, b } = first;
    if (queue.poppedTime.value !== time || queue.fields.poppedCode !== code || queue.fields.poppedA !== a || queue.fields.poppedB !== b) {
      throw new Error(
        `${[queue.poppedTime.value, queue.fields.poppedCode, queue.fields.poppedA, queue.fields.poppedB]} for ${[time, code, a, b]}.`,
      );
    }
    oracle.events.pop();
    oracle.now = time;
    return true;
  }

  drain(): void {
    while (this.take(Number.POSITIVE_INFINITY));
  }

  /** Goes on in a queue made from a copy; a few events more must not show in it. */
  moveHouse(): void {
    const state = this.queue.save();
    const old = this.queue;
    for (let i = 0; i < 40; i++) {
      old.due.value = this.oracle.now + i;
      old.push(1, 2, 3);
      if (i & 1 && old.dueBy(new Cell(1e300))) old.pop();
    }
    this.queue = this.create();
    this.askForLanes();
    this.queue.restore(state);
  }

  private create(): EventQueue {
    const queue = new EventQueue(this.options);
    queue.fields.generations = this.generations;
    return queue;
  }

  private askForLanes(): number[] {
    return this.laneDelays.flatMap((delay) => [this.queue.lane(delay, true), this.queue.lane(delay, false)]);
  }
}

/** Everything by the heap; everything by the calendar; and there and back again. */
const IMPLEMENTATIONS = { heap: Number.POSITIVE_INFINITY, calendar: 0, adaptive: 200 };

/** Seeded and plain: 48 bits are enough here. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) + 0.5) / 2 ** 24;
  };
}

const DELAYS: Record<string, (random: () => number) => number> = {
  exponential: (random) => -Math.log(random()),
  uniform: (random) => 2 * random(),
  ties: (random) => Math.floor(4 * random()),
  "all equal": () => 1,
  "no delay at all": () => 0,
  bimodal: (random) => (random() < 0.9 ? 0.01 * random() : 1000 + random()),
  Pareto: (random) => random() ** (-1 / 1.1) - 1,
  "a tail without a mean": (random) => random() ** (-1 / 0.3) - 1,
  "all scales at once": (random) => 2 ** Math.floor(80 * random() - 40),
  "further and further": (random) => 1e-300 ** random(),
  "some never": (random) => (random() < 0.1 ? Number.POSITIVE_INFINITY : random()),
};

describe.each(Object.entries(IMPLEMENTATIONS))("the pending events: %s", (_, calendarFrom) => {
  it("come as from a sorted array, whatever is asked in between", () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ op: fc.constant("push"), n: fc.integer({ min: 0, max: 12 }) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("ranked"), n: fc.integer({ min: 0, max: 3 }) }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constant("lane"), n: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant("void"), n: fc.nat(63) }) },
      { weight: 5, arbitrary: fc.record({ op: fc.constant("take"), n: fc.integer({ min: 0, max: 20 }) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("burst"), n: fc.integer({ min: 1, max: 80 }) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("drain"), n: fc.integer({ min: 0, max: 400 }) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("move"), n: fc.constant(0) }) },
    );
    const scales = fc.constantFrom(1e-9, 0.1, 1, 1e9);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: "max" }), scales, (steps, scale) => {
        const pair = new Pair({ calendarFrom: calendarFrom === 200 ? 20 : calendarFrom }, [scale, 3 * scale, 0]);
        const { oracle } = pair;
        for (const { op, n } of steps) {
          if (op === "push") pair.push(oracle.now + n * scale);
          else if (op === "ranked") pair.pushRanked(oracle.now + n * scale);
          else if (op === "lane") pair.pushLane(n);
          else if (op === "void") pair.void(n);
          else if (op === "take") pair.take(oracle.now + n * scale);
          else if (op === "burst") for (let i = 0; i < n; i++) pair.push(oracle.now + ((i * 7) % n) * scale);
          else if (op === "move") pair.moveHouse();
          else for (let i = 0; i < n && pair.take(Number.POSITIVE_INFINITY); i++);
        }
        pair.drain();
      }),
      { numRuns: 300, seed: 3 },
    );
  });

  it.each(Object.entries(DELAYS))("come as from a sorted array: %s, as many grow and shrink", (_, delay) => {
    const random = randomFrom(11);
    const pair = new Pair({ calendarFrom }, [2.5, 40]);
    for (const [target, turns] of [
      [10, 500],
      [3000, 20_000],
      [300, 3000],
      [60, 2000],
      [5000, 10_000],
      [0, 0],
      [1000, 3000],
    ]) {
      while (pair.oracle.events.length < target) pair.push(pair.oracle.now + delay(random));
      while (pair.oracle.events.length > target) pair.take(Number.POSITIVE_INFINITY);
      for (let turn = 0; turn < turns; turn++) {
        const chance = random();
        if (!pair.take(pair.oracle.now + (chance < 0.02 ? 0 : Number.POSITIVE_INFINITY))) continue;
        if (chance < 0.3) pair.pushLane((turn >> 2) & 3);
        else if (chance < 0.31) pair.pushRanked(pair.oracle.now + delay(random));
        else pair.push(pair.oracle.now + delay(random));
        if (chance > 0.8) pair.void(turn);
      }
      pair.moveHouse();
    }
    pair.drain();
  });
});

describe("the event queue", () => {
  it("keeps the order where no width of buckets helps: each event twice as far off as the one before", () => {
    const pair = new Pair({ calendarFrom: 0 });
    for (let turn = 0; turn < 3; turn++) {
      for (let i = -500; i < 500; i++) pair.push(pair.oracle.now + 2 ** i);
      for (let i = 0; i < 900; i++) pair.take(Number.POSITIVE_INFINITY);
      for (let i = 0; i < 3000; i++) pair.push(pair.oracle.now * (1 + i / 1000));
      pair.drain();
      pair.queue.restore(new EventQueue().save());
      pair.oracle.now = 0;
    }
  });

  it("lets several events be pushed at one `due.value`, whatever else comes between them", () => {
    const queue = new EventQueue({ calendarFrom: 3 });
    const lane = queue.lane(1, false);
    queue.due.value = 7;
    queue.push(0, 0, 0);
    queue.pushLane(lane, 0, 1, 0);
    for (let i = 2; i < 9; i++) queue.push(0, i, 0);
    const times: number[] = [];
    while (queue.dueBy(new Cell(Number.POSITIVE_INFINITY))) {
      queue.pop();
      times.push(queue.poppedTime.value);
    }
    expect(times).toEqual([1, 7, 7, 7, 7, 7, 7, 7, 7]);
  });

  it("says whether something is due by a time", () => {
    const queue = new EventQueue();
    queue.due.value = 5;
    queue.push(1, 0, 0);
    expect(queue.dueBy(new Cell(4.999))).toBe(false);
    expect(queue.dueBy(new Cell(5))).toBe(true);
  });

  it("takes to the calendar when many are pending, and back, but not to and fro", () => {
    const queue = new EventQueue();
    const random = randomFrom(5);
    const limit = new Cell(Number.POSITIVE_INFINITY);
    const fill = (target: number) => {
      for (; queue.size < target; queue.push(0, 0, 0)) queue.due.value = queue.poppedTime.value + random();
      for (; queue.size > target; queue.pop()) queue.dueBy(limit);
    };
    const uses: boolean[] = [];
    for (const target of [200, 300, 200, 300, 110, 90, 200, 300]) {
      fill(target);
      uses.push(queue.usesCalendar);
    }
    expect(uses).toEqual([false, true, true, true, true, false, false, true]);
  });

  it("keeps one event of a lane in its order, and void ones nowhere", () => {
    const queue = new EventQueue();
    queue.fields.generations = new Int32Array(1000);
    const lane = queue.lane(100, true);
    expect(queue.lane(100, true)).toBe(lane);
    expect(queue.lane(100, false)).not.toBe(lane);
    for (let call = 0; call < 1000; call++) queue.pushLane(lane, 0, call, 0);
    expect(queue.size).toBe(1);
    queue.fields.generations.fill(1, 0, 999);
    expect(queue.dueBy(new Cell(100))).toBe(true);
    queue.pop();
    expect(queue.fields.poppedA).toBe(999);
    expect(queue.dueBy(new Cell(1e9))).toBe(false);
  });
});
