import { expect, it } from "vitest";
import { Cell } from "../base/cell";
import { FinishHeap } from "./finish-heap";

it("gives calls back by time, first come first out among equals, also when some were taken out in between", () => {
  const heap = new FinishHeap();
  const kept: { call: number; time: number }[] = [];
  let state = 7;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  for (let call = 0; call < 2000; call++) {
    const time = next(50);
    heap.add(call, new Cell(time));
    kept.push({ call, time });
    if (next(3) > 0) continue;
    kept.sort((a, b) => a.time - b.time || a.call - b.call);
    const [gone] = kept.splice(next(2) === 0 ? 0 : next(kept.length), 1);
    if (next(2) === 0) {
      heap.remove(gone.call);
      continue;
    }
    kept.push(gone);
    kept.sort((a, b) => a.time - b.time || a.call - b.call);
    expect(heap.take()).toBe(kept.shift()?.call);
  }
  kept.sort((a, b) => a.time - b.time || a.call - b.call);
  expect(heap.size).toBe(kept.length);
  for (const { call, time } of kept) {
    const first = new Cell();
    heap.first(first);
    expect([first.value, heap.take()]).toEqual([time, call]);
  }
});
