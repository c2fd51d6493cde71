/**
 * What follows at the same instant: steps that take no simulated time, such as a hop over a link without latency.
 * They are taken first in, first out before any pending event, so that the event queue never sees them.
 */
export class Soon {
  count = 0;
  /** Of the step taken last. */
  code = 0;
  a = 0;
  b = 0;
  private steps = new Int32Array(3 * 64);
  private head = 0;

  add(code: number, a: number, b: number): void {
    const { steps } = this;
    if (3 * this.count === steps.length) {
      this.grow();
      this.add(code, a, b);
      return;
    }
    let at = this.head + 3 * this.count++;
    if (at >= steps.length) at -= steps.length;
    steps[at] = code;
    steps[at + 1] = a;
    steps[at + 2] = b;
  }

  /** Takes the first step into `code`, `a` and `b`; call only while `count` is above 0. */
  take(): void {
    const { steps, head } = this;
    this.code = steps[head];
    this.a = steps[head + 1];
    this.b = steps[head + 2];
    this.count--;
    this.head = head + 3 === steps.length ? 0 : head + 3;
  }

  private grow(): void {
    const { steps, head } = this;
    const wide = new Int32Array(2 * steps.length);
    wide.set(steps.subarray(head));
    wide.set(steps.subarray(0, head), steps.length - head);
    this.steps = wide;
    this.head = 0;
  }
}
