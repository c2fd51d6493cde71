import { HOP_COLUMNS } from "../../lab/frame";

const CAPACITY = 2048;
/** A lost message fades on its way; this is how far it comes. */
export const LOST_AT = 0.55;

/** The messages in flight on the screen, oldest first. */
export class HopBuffer {
  readonly link = new Int32Array(CAPACITY);
  readonly departMs = new Float64Array(CAPACITY);
  /** How long it is shown [simulated ms]. */
  readonly lastsMs = new Float64Array(CAPACITY);
  readonly code = new Uint8Array(CAPACITY);
  readonly lost = new Uint8Array(CAPACITY);
  count = 0;

  /** Adds a frame's hops; what would be shorter than `leastMs` is stretched. True when one was. */
  add(hops: Float64Array, leastMs: number): boolean {
    let stretched = false;
    for (let at = 0; at < hops.length; at += HOP_COLUMNS.length) {
      if (this.count === CAPACITY) this.forgetOldest(CAPACITY / 4);
      const row = this.count++;
      const departMs = hops[at + 1] as number;
      const tookMs = (hops[at + 2] as number) - departMs;
      const lost = Number.isNaN(tookMs);
      this.link[row] = hops[at] as number;
      this.departMs[row] = departMs;
      this.lastsMs[row] = tookMs > leastMs ? tookMs : leastMs;
      this.code[row] = hops[at + 3] as number;
      this.lost[row] = lost ? 1 : 0;
      stretched ||= tookMs < leastMs;
    }
    return stretched;
  }

  /** How far a message has come at a time: below 0 not sent yet. */
  share(row: number, nowMs: number): number {
    return (nowMs - (this.departMs[row] as number)) / Math.max(1e-9, this.lastsMs[row] as number);
  }

  /** Forgets the messages that are over. */
  sweep(nowMs: number): void {
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      const share = this.share(row, nowMs);
      if (share > 1 || (this.lost[row] === 1 && share > LOST_AT)) continue;
      if (kept !== row) this.move(row, kept);
      kept++;
    }
    this.count = kept;
  }

  clear(): void {
    this.count = 0;
  }

  private forgetOldest(rows: number): void {
    for (const column of [this.link, this.departMs, this.lastsMs, this.code, this.lost]) column.copyWithin(0, rows);
    this.count -= rows;
  }

  private move(from: number, to: number): void {
    this.link[to] = this.link[from] as number;
    this.departMs[to] = this.departMs[from] as number;
    this.lastsMs[to] = this.lastsMs[from] as number;
    this.code[to] = this.code[from] as number;
    this.lost[to] = this.lost[from] as number;
  }
}
