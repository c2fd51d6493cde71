import type { Cell } from "../../base/cell";
/** A sum over the last `windowMs`, which moves on in steps: the present step and all but the oldest before it count. */
export class SlidingSum {
  private readonly steps: Float64Array;
  private readonly stepMs: number;
  private sum = 0;
  private step = 0;

  constructor(
    windowMs: number,
    steps: number,
    private readonly clock: Cell,
  ) {
    this.steps = new Float64Array(steps);
    this.stepMs = windowMs / steps;
  }

  add(amount: number): void {
    this.moveOn();
    this.steps[this.step % this.steps.length] += amount;
    this.sum += amount;
  }

  now(): number {
    this.moveOn();
    return this.sum;
  }

  private moveOn(): void {
    const { steps } = this;
    const now = Math.floor(this.clock.value / this.stepMs);
    if (now - this.step >= steps.length) {
      steps.fill(0);
      this.sum = 0;
      this.step = now;
      return;
    }
    while (this.step < now) {
      const oldest = ++this.step % steps.length;
      this.sum -= steps[oldest];
      steps[oldest] = 0;
    }
  }
}
