import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "./event-queue";

/** Few distinct times, so that ties are common; null takes an event. */
const script = fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { nil: null, freq: 2 }), { maxLength: 400 });

describe("event queue", () => {
  it("gives events by time, and at one time in the order in which they came: as a sorted array does", () => {
    fc.assert(
      fc.property(script, (steps) => {
        const queue = new EventQueue(2);
        const oracle: { time: number; key: number; id: number }[] = [];
        const limit = Float64Array.of(Number.POSITIVE_INFINITY);
        let now = 0;
        let key = 0;
        const take = () => {
          oracle.sort((a, b) => a.time - b.time || a.key - b.key);
          const first = oracle.shift();
          expect(queue.dueBy(limit)).toBe(first !== undefined);
          if (first === undefined) return;
          queue.pop();
          expect([queue.poppedTime[0], queue.poppedCode, queue.poppedA, queue.poppedB]).toEqual([first.time, 7, first.id, -first.id]);
          now = first.time;
        };
        for (const delay of steps) {
          if (delay === null) take();
          else {
            queue.due[0] = now + delay;
            // Few of them with a rank of their own, as faults have.
            const ranked = (key & 15) === 15;
            key++;
            if (ranked) queue.pushRanked(key, 7, key, -key);
            else queue.push(7, key, -key);
            oracle.push({ time: now + delay, key: ranked ? key : 1_000_000 + key, id: key });
          }
          expect(queue.size).toBe(oracle.length);
        }
        while (oracle.length > 0) take();
        expect(queue.dueBy(limit)).toBe(false);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it("says whether something is due by a time", () => {
    const queue = new EventQueue();
    queue.due[0] = 5;
    queue.push(0, 0, 0);
    expect(queue.dueBy(Float64Array.of(4.999))).toBe(false);
    expect(queue.dueBy(Float64Array.of(5))).toBe(true);
  });
});
