import { Cell } from "./cell";

/** Draws made at a time. */
const BLOCK = 64;
const NONE = new Float64Array(0);

/** Writes one draw into `out.value`: a returned double would be boxed on the hot path. */
export type DrawInto = (out: Cell) => void;

/**
 * Draws of one distribution, made 64 at a time: whoever needs one then reads an array, where it would otherwise make
 * several calls. The values are the same as one by one, since nobody else draws from the distribution's stream.
 */
export class Draws {
  private block = NONE;
  private next = BLOCK;
  private readonly one = new Cell();

  constructor(private readonly draw: DrawInto) {}

  /** Writes the next draw into `out.value`. */
  into(out: Cell): void {
    if (this.next === BLOCK) this.refill();
    out.value = this.block[this.next++];
  }

  private refill(): void {
    // A distribution that nobody draws from costs no block.
    if (this.block === NONE) this.block = new Float64Array(BLOCK);
    const { block, draw, one } = this;
    for (let i = 0; i < BLOCK; i++) {
      draw(one);
      block[i] = one.value;
    }
    this.next = 0;
  }
}
