import { Cell } from "./cell";

/** Draws made at a time. */
const BLOCK = 64;
const NONE = new Float64Array(0);

/** Writes one draw into `out`: a returned double would be boxed on the hot path. */
export interface DrawInto {
  (out: Cell): void;
  /** Fills an array with draws, the same as one by one: for distributions that are drawn from often. */
  readonly fill?: (block: Float64Array) => void;
}

/**
 * Draws of one distribution, made 64 at a time: whoever needs one then reads an array, where it would otherwise make
 * several calls. The values are the same as one by one, since nobody else draws from the distribution's stream.
 */
export class Draws {
  private block = NONE;
  private next = BLOCK;

  constructor(private readonly draw: DrawInto) {}

  /** Writes the next draw into `out`. */
  into(out: Cell): void {
    if (this.next === BLOCK) this.refill();
    const { next } = this;
    out.value = this.block[next];
    this.next = (next + 1) | 0;
  }

  private refill(): void {
    // A distribution that nobody draws from costs no block.
    if (this.block === NONE) this.block = new Float64Array(BLOCK);
    const { draw } = this;
    if (draw.fill === undefined) fillOneByOne(this.block, draw);
    else draw.fill(this.block);
    this.next = 0;
  }
}

const one = new Cell();

function fillOneByOne(block: Float64Array, draw: DrawInto): void {
  for (let i = 0; i < block.length; i++) {
    draw(one);
    block[i] = one.value;
  }
}
