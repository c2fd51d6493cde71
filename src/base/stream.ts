/**
 * A random stream: Chris Doty-Humphrey's sfc32 (PractRand), 128 bits of state, seeded from a hash of its purpose.
 * One stream per (seed, element, purpose), so that a new element leaves every other draw alone.
 */
export class Stream {
  /** State words live in a caller's array, so that a snapshot is a copy. */
  constructor(
    private readonly words: Int32Array,
    private readonly at: number,
  ) {}

  /** 32 uniform bits as a signed integer. */
  bits(): number {
    const s = this.words;
    const i = this.at;
    const a = s[i];
    const b = s[i + 1];
    const c = s[i + 2];
    const d = s[i + 3];
    const t = (((a + b) | 0) + d) | 0;
    s[i + 3] = (d + 1) | 0;
    s[i] = b ^ (b >>> 9);
    s[i + 1] = (c + (c << 3)) | 0;
    s[i + 2] = (((c << 21) | (c >>> 11)) + t) | 0;
    return t;
  }

  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number {
    return (this.bits() >>> 0) * 2.3283064365386963e-10;
  }

  /** Uniform in (0, 1): never 0, so that its logarithm exists. */
  open(): number {
    return ((this.bits() >>> 0) + 0.5) * 2.3283064365386963e-10;
  }

  /** Uniform integer in [0, n), by multiplication; the bias is below n / 2^32. */
  below(n: number): number {
    return Math.floor(this.uniform() * n);
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
  const warm = new Stream(words, at);
  for (let i = 0; i < 15; i++) warm.bits();
}
