import { expect, it } from "vitest";
import { Cell } from "../cell";
import { Calendar } from "./calendar";
import { EventFields } from "./event-fields";
import { EventPool } from "./event-pool";

it("numbers its buckets anew before they grow too large", () => {
  const fields = new EventFields(new Cell());
  const pool = new EventPool(fields);
  // Two years of a few dozen buckets; a run comes to the usual bound after a billion events.
  const calendar = new Calendar(pool, 64);
  const push = (time: number) => {
    fields.due.value = time;
    fields.key.value++;
    calendar.insert(pool.add(0, 0));
  };
  for (let i = 0; i < 10; i++) push(i);
  const times: number[] = [];
  for (let i = 0; i < 5000; i++) {
    pool.take(calendar.first());
    calendar.removeFirst();
    times.push(fields.poppedTime.value);
    push(fields.poppedTime.value + 10);
  }
  expect(times).toEqual(times.map((_, i) => i));
});
