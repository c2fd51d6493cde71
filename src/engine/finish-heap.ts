import type { Cell } from "../base/cell";
/** Calls by the virtual time at which their work is done, earliest first; of equal times first come, first out. */
export class FinishHeap {
  size = 0;
  private finish = new Float64Array(16);
  private order = new Float64Array(16);
  private calls = new Int32Array(16);
  private added = 0;

  /** Writes the earliest time into `out.value`; call only while `size` is above 0. */
  first(out: Cell): void {
    out.value = this.finish[0];
  }

  /** Adds a call that finishes at `at.value`. */
  add(call: number, at: Cell): void {
    if (this.size === this.calls.length) this.grow();
    const last = this.size++;
    this.finish[last] = at.value;
    this.order[last] = this.added++;
    this.calls[last] = call;
    this.settle(last, last);
  }

  /** Takes the call that finishes first. */
  take(): number {
    const taken = this.calls[0];
    this.settle(0, --this.size);
    return taken;
  }

  /** Takes a call out, wherever it is: rare, so that it is looked for. */
  remove(call: number): void {
    const at = this.calls.indexOf(call);
    this.settle(at, --this.size);
  }

  clear(): void {
    this.size = 0;
  }

  /** Fills the hole at `hole` with the entry at `from`, which is the last or one behind it. */
  private settle(hole: number, from: number): void {
    const { finish, order, calls, size } = this;
    const time = finish[from];
    const nth = order[from];
    const call = calls[from];
    let i = hole;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (finish[up] < time || (finish[up] === time && order[up] < nth)) break;
      this.move(up, i);
      i = up;
    }
    for (;;) {
      let down = 2 * i + 1;
      if (down >= size) break;
      if (down + 1 < size && this.before(down + 1, down)) down++;
      if (time < finish[down] || (finish[down] === time && nth < order[down])) break;
      this.move(down, i);
      i = down;
    }
    finish[i] = time;
    order[i] = nth;
    calls[i] = call;
  }

  private before(i: number, j: number): boolean {
    const { finish, order } = this;
    return finish[i] < finish[j] || (finish[i] === finish[j] && order[i] < order[j]);
  }

  private move(from: number, to: number): void {
    this.finish[to] = this.finish[from];
    this.order[to] = this.order[from];
    this.calls[to] = this.calls[from];
  }

  private grow(): void {
    const twice = 2 * this.calls.length;
    const finish = new Float64Array(twice);
    const order = new Float64Array(twice);
    const calls = new Int32Array(twice);
    finish.set(this.finish);
    order.set(this.order);
    calls.set(this.calls);
    this.finish = finish;
    this.order = order;
    this.calls = calls;
  }
}
