import type { Cell } from "./cell";

const view = new Float64Array(1);
const words = new Int32Array(view.buffer);

/** A running 64-bit digest of numbers (two lanes of murmur3's mixer); equal runs have equal digests. */
export class Digest {
  private readonly lanes = new Int32Array([0x2f0b4a27, 0x517cc1b7]);

  /** Folds in the exact bits of `x` and a small integer. */
  add(x: Cell, tag: number): void {
    // + 0 turns -0 into 0: both mean the same.
    view[0] = x.value + 0;
    const lanes = this.lanes;
    let a = Math.imul(lanes[0] ^ words[0], 0xcc9e2d51 | 0);
    a = Math.imul((a << 15) | (a >>> 17), 0x1b873593) ^ tag;
    let b = Math.imul(lanes[1] ^ words[1], 0x85ebca6b | 0);
    b = Math.imul((b << 13) | (b >>> 19), 0xc2b2ae35 | 0) + a;
    lanes[0] = (a + Math.imul(b, 5)) | 0;
    lanes[1] = b ^ (a >>> 16);
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    const part = (word: number) => (word >>> 0).toString(16).padStart(8, "0");
    return part(finish(this.lanes[0])) + part(finish(this.lanes[1] ^ this.lanes[0]));
  }
}

function finish(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
