import { expect, it } from "vitest";
import { Calendar } from "./calendar";
import type { EventFields } from "./event-fields";
import { EventPool } from "./event-pool";

it("numbers its buckets anew before they grow too large", () => {
  const fields: EventFields = {
    due: new Float64Array(1),
    key: new Float64Array(1),
    poppedTime: new Float64Array(1),
    poppedCode: 0,
    poppedA: 0,
    poppedB: 0,
    generations: new Int32Array(0),
  };
  const pool = new EventPool(fields);
  // Two years of a few dozen buckets; a run comes to the usual bound after a billion events.
  const calendar = new Calendar(pool, 64);
  const push = (time: number) => {
    fields.due[0] = time;
    fields.key[0]++;
    calendar.insert(pool.add(0, 0));
  };
  for (let i = 0; i < 10; i++) push(i);
  const times: number[] = [];
  for (let i = 0; i < 5000; i++) {
    pool.take(calendar.first());
    calendar.removeFirst();
    times.push(fields.poppedTime[0]);
    push(fields.poppedTime[0] + 10);
  }
  expect(times).toEqual(times.map((_, i) => i));
});
