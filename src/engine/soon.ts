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
  /** A ring of a power of two steps, four words each, of which three are used. */
  private steps = new Int32Array(4 * 64);
  /** Where the first step lies. */
  private head = 0;

  add(code: number, a: number, b: number): void {
    if (this.count << 2 === this.steps.length) this.grow();
    const { steps, count } = this;
    const at = ((this.head + (count << 2)) | 0) & (steps.length - 1);
    steps[at] = code | 0;
    steps[at | 1] = a | 0;
    steps[at | 2] = b | 0;
    this.count = (count + 1) | 0;
  }

  /** Takes the first step into `code`, `a` and `b`; call only while `count` is above 0. */
  take(): void {
    const { steps, head } = this;
    this.code = steps[head];
    this.a = steps[head | 1];
    this.b = steps[head | 2];
    this.count = (this.count - 1) | 0;
    this.head = ((head + 4) | 0) & (steps.length - 1);
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
