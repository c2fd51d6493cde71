import { Cell } from "./cell";
import { exp, log, logInPlace, pow } from "./portable-math";
import type { Stream } from "./stream";

/**
 * Standard variates from a stream. The exponential is Marsaglia and Tsang's ziggurat (J. Stat. Soft. 5(8), 2000) with
 * 256 layers; its tables are built with the portable log and exp, so that every engine has the same.
 */
const EXP_R = 7.69711747013104972;
const EXP_V = 3.9496598225815571993e-3;
const expX = new Float64Array(257);
const expY = new Float64Array(257);
expX[0] = EXP_V / exp(-EXP_R);
expX[1] = EXP_R;
for (let i = 2; i < 256; i++) expX[i] = -log(EXP_V / expX[i - 1] + exp(-expX[i - 1]));
expX[256] = 0;
for (let i = 0; i <= 256; i++) expY[i] = exp(-expX[i]);

/** Exponential with mean 1, written into `out.value`: a returned double would be boxed where the call is not inlined. */
export function exponentialInto(out: Cell, stream: Stream): void {
  const first = stream.step();
  const bits = stream.block[first];
  const layer = bits & 255;
  const second = stream.step();
  const x = ((bits >>> 8) + (stream.block[second] >>> 0) * 2.3283064365386963e-10) * 5.9604644775390625e-8 * expX[layer];
  out.value = x;
  if (x >= expX[layer + 1]) acceptOrRepeat(out, stream, layer);
}

const drawn = new Cell();

/** Fills an array with exponentials of this mean. */
export function fillExponential(block: Float64Array, stream: Stream, mean: number): void {
  let words = stream.block;
  let at = stream.next;
  for (let i = 0; i < block.length; i = (i + 1) | 0) {
    const second = (at + 1) | 0;
    if (second < words.length) {
      const bits = words[at];
      const layer = bits & 255;
      const x = ((bits >>> 8) + (words[second] >>> 0) * 2.3283064365386963e-10) * 5.9604644775390625e-8 * expX[layer];
      if (x < expX[(layer + 1) | 0]) {
        block[i] = x * mean;
        at = (second + 1) | 0;
        continue;
      }
    }
    // One draw in a hundred is refused, and some need fresh words: as others draw them.
    stream.next = at;
    exponentialInto(drawn, stream);
    block[i] = drawn.value * mean;
    words = stream.block;
    at = stream.next;
  }
  stream.next = at;
}

/** Exponential with mean 1. */
export function exponential(stream: Stream): number {
  const bits = stream.bits();
  const layer = bits & 255;
  // 24 bits choose the layer's abscissa and 32 fresh ones refine it, so the layer index is independent of the position.
  const x = ((bits >>> 8) + stream.uniform()) * 5.9604644775390625e-8 * expX[layer];
  if (x < expX[layer + 1]) return x;
  drawn.value = x;
  acceptOrRepeat(drawn, stream, layer);
  return drawn.value;
}

/** Ends the draw whose abscissa in `out.value` does not lie below the next layer's. */
function acceptOrRepeat(out: Cell, stream: Stream, firstLayer: number): void {
  let layer = firstLayer;
  let x = out.value;
  let offset = 0;
  for (;;) {
    if (x < expX[layer + 1]) break;
    if (layer === 0) {
      // Memoryless: the tail beyond R is R plus a fresh exponential.
      offset += EXP_R;
    } else if (expY[layer] + stream.uniform() * (expY[layer + 1] - expY[layer]) < exp(-x)) {
      break;
    }
    const bits = stream.bits();
    layer = bits & 255;
    x = ((bits >>> 8) + stream.uniform()) * 5.9604644775390625e-8 * expX[layer];
  }
  out.value = offset + x;
}

/** Standard normal, by the polar method: exact, needs only log and sqrt. */
export function normal(stream: Stream): number {
  normalInto(drawn, stream);
  return drawn.value;
}

/** The same, written into `out.value`. */
export function normalInto(out: Cell, stream: Stream): void {
  for (;;) {
    const first = stream.step();
    const u = 2 * (((stream.block[first] >>> 0) + 0.5) * 2.3283064365386963e-10) - 1;
    const second = stream.step();
    const v = 2 * (((stream.block[second] >>> 0) + 0.5) * 2.3283064365386963e-10) - 1;
    const s = u * u + v * v;
    if (s >= 1 || s === 0) continue;
    out.value = s;
    logInPlace(out);
    out.value = u * Math.sqrt((-2 * out.value) / s);
    return;
  }
}

/** Gamma with the given shape > 0 and scale 1: Marsaglia and Tsang, ACM TOMS 26(3), 2000. */
export function gamma(stream: Stream, shape: number): number {
  if (shape < 1) return gamma(stream, shape + 1) * pow(stream.open(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(stream);
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    const u = stream.open();
    if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}
