const NONE = new Int32Array(0);

/** Draws are made this many at a time: the generator's state then stays in registers. */
const BLOCK = 64;

/**
 * A random stream: Chris Doty-Humphrey's sfc32 (PractRand), 128 bits of state, seeded from a hash of its purpose.
 * One stream per (seed, element, purpose), so that a new element leaves every other draw alone.
 */
export class Stream {
  /** The words drawn in advance; read it after `step`, which may replace it. */
  block = NONE;
  /** Where in `block` the next word is. */
  next = BLOCK;

  /** State words live in a caller's array. */
  constructor(
    private readonly words: Int32Array,
    private readonly at: number,
  ) {}

  /** 32 uniform bits as a signed integer. */
  bits(): number {
    const at = this.step();
    return this.block[at];
  }

  /** Where in `block` the next word is: a small integer, where the word itself would be boxed if a call returned it. */
  step(): number {
    if (this.next === BLOCK) this.refill();
    const { next } = this;
    this.next = (next + 1) | 0;
    return next;
  }

  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number {
    return (this.bits() >>> 0) * 2.3283064365386963e-10;
  }

  /** Uniform in (0, 1): never 0, so that its logarithm exists. */
  open(): number {
    return ((this.bits() >>> 0) + 0.5) * 2.3283064365386963e-10;
  }

  /** Uniform integer in [0, n), by multiplication, for n below 2^31; the bias is below n / 2^32. */
  below(n: number): number {
    const at = this.step();
    return ((this.block[at] >>> 0) * 2.3283064365386963e-10 * n) | 0;
  }

  /** True with probability `ratio`. Small enough to be inlined, where the double of `uniform` would be boxed. */
  chance(ratio: number): boolean {
    const at = this.step();
    return (this.block[at] >>> 0) * 2.3283064365386963e-10 < ratio;
  }

  /** Which of several, by their cumulative shares up to 1. */
  pick(shares: Float64Array): number {
    const at = this.step();
    const u = (this.block[at] >>> 0) * 2.3283064365386963e-10;
    let i = 0;
    while (i < shares.length - 1 && shares[i] <= u) i++;
    return i;
  }

  private refill(): void {
    // A stream that is never drawn from costs no block.
    if (this.block === NONE) this.block = new Int32Array(BLOCK);
    const { words, block, at } = this;
    let a = words[at];
    let b = words[at + 1];
    let c = words[at + 2];
    let d = words[at + 3];
    for (let i = 0; i < BLOCK; i = (i + 1) | 0) {
      const t = (((a + b) | 0) + d) | 0;
      d = (d + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + t) | 0;
      block[i] = t;
    }
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
    this.next = 0;
  }
}

/** Number of state words a stream needs. */
export const STREAM_WORDS = 4;

/** Seeds the four words at `at` from `seed` and a purpose such as `node:web:service`. */
export function seedStream(words: Int32Array, at: number, seed: number, purpose: string): void {
  // cyrb128-style mixing of the text, then twelve rounds so that near seeds part ways.
  let h1 = 1779033703 ^ Math.floor(seed / 4294967296);
  let h2 = 3144134277 ^ (seed | 0);
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < purpose.length; i++) {
    const k = purpose.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ k, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ k, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ k, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ k, 2716044179);
  }
  words[at] = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  words[at + 1] = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  words[at + 2] = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  words[at + 3] = 1;
  for (let i = 0; i < 15; i++) {
    const t = (((words[at] + words[at + 1]) | 0) + words[at + 3]) | 0;
    words[at + 3] = (words[at + 3] + 1) | 0;
    words[at] = words[at + 1] ^ (words[at + 1] >>> 9);
    words[at + 1] = (words[at + 2] + (words[at + 2] << 3)) | 0;
    words[at + 2] = (((words[at + 2] << 21) | (words[at + 2] >>> 11)) + t) | 0;
  }
}
