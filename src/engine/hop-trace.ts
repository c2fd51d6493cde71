/** Sampled hops for the eye: link, departMs, arriveMs, code; four floats each. Never part of the run's state. */
const CAPACITY = 4096;

export class HopTrace {
  /** One request in this many is traced; 0 traces none. */
  oneIn = 0;
  private readonly rows = new Float64Array(4 * CAPACITY);
  private count = 0;
  /** Requests until the next one that is in the sample, itself included. */
  private left = 0;

  /** Whether the request now starting is in the sample. */
  sample(): boolean {
    if (this.oneIn === 0) return false;
    if (this.left > this.oneIn) this.left = this.oneIn;
    if (--this.left > 0) return false;
    this.left = this.oneIn;
    return true;
  }

  /** Notes a hop; a lost message arrives never (NaN). Beyond the capacity hops are left out until the next `take`. */
  add(link: number, departMs: number, arriveMs: number, code: number): void {
    if (this.count === CAPACITY) return;
    const at = 4 * this.count++;
    this.rows[at] = link;
    this.rows[at + 1] = departMs;
    this.rows[at + 2] = arriveMs;
    this.rows[at + 3] = code;
  }

  /** Hands over what was noted since the last time. */
  take(): Float64Array {
    const rows = this.rows.slice(0, 4 * this.count);
    this.count = 0;
    return rows;
  }
}
