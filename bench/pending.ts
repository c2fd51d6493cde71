/**
 * The pending events of the loops written by hand: a 4-ary heap on typed arrays, ordered by time and then by the order
 * of scheduling. It is a copy of nothing in the engine, so that a faster engine does not move its own yardstick.
 */
export class Pending {
  size = 0;
  time = new Float64Array(1 << 20);
  private sequence = new Float64Array(1 << 20);
  event = new Int32Array(1 << 20);
  private pushed = 0;

  push(time: number, event: number): void {
    const { time: times, sequence, event: events } = this;
    const order = this.pushed++;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent] <= time) break;
      times[at] = times[parent];
      sequence[at] = sequence[parent];
      events[at] = events[parent];
      at = parent;
    }
    times[at] = time;
    sequence[at] = order;
    events[at] = event;
  }

  /** Drops the earliest event, which is at index 0. */
  pop(): void {
    const { time: times, sequence, event: events } = this;
    const size = --this.size;
    const time = times[size];
    const order = sequence[size];
    const event = events[size];
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      let least = first;
      const end = first + 4 < size ? first + 4 : size;
      for (let child = first + 1; child < end; child++) {
        if (times[child] < times[least] || (times[child] === times[least] && sequence[child] < sequence[least])) least = child;
      }
      if (time < times[least] || (time === times[least] && order < sequence[least])) break;
      times[at] = times[least];
      sequence[at] = sequence[least];
      events[at] = events[least];
      at = least;
    }
    times[at] = time;
    sequence[at] = order;
    events[at] = event;
  }
}
