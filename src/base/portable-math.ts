import { Cell } from "./cell";

/**
 * Natural logarithm and exponential from IEEE-exact operations alone, so that every engine gives the same bits:
 * `Math.log` and `Math.exp` may differ in the last digit between browsers, and one digit changes a run.
 * Method: FreeBSD msun e_log.c and e_exp.c (Sun Microsystems), reformulated; error below 1 ulp.
 */
const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);
view[0] = 1;
const HIGH = words[1] === 0x3ff00000 ? 1 : 0;
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

const operand = new Cell();

/** Natural logarithm of x > 0; NaN for x < 0, -Infinity for 0. */
export function log(x: number): number {
  operand.value = x;
  logInPlace(operand);
  return operand.value;
}

/** The same of `out.value`, in its place: a double that crosses a call which is not inlined is boxed. */
export function logInPlace(out: Cell): void {
  const x = out.value;
  if (!(x > 0)) {
    out.value = x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
    return;
  }
  if (x === Number.POSITIVE_INFINITY) return;
  let k = 0;
  let value = x;
  if (value < 2.2250738585072014e-308) {
    value *= 18014398509481984;
    k = -54;
  }
  view[0] = value;
  const high = words[HIGH];
  k += (high >>> 20) - 1023;
  const mantissa = high & 0xfffff;
  const carry = (mantissa + 0x95f64) & 0x100000;
  words[HIGH] = mantissa | (carry ^ 0x3ff00000);
  k += carry >>> 20;
  const f = view[0] - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (0.3999999999940941908 + w * (0.2222219843214978396 + w * 0.1531383769920937332));
  const t2 = z * (0.666666666666673513 + w * (0.2857142874366239149 + w * (0.1818357216161805012 + w * 0.1479819860511658591)));
  const half = 0.5 * f * f;
  out.value = k * LN2_HIGH - (half - (s * (half + (t1 + t2)) + k * LN2_LOW) - f);
}

/** e to the power x. */
export function exp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  if (Number.isNaN(x)) return x;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k >= -1021) return scale(y, k);
  return scale(y, k + 1000) * 9.33263618503219e-302;
}

function scale(y: number, k: number): number {
  let value = y;
  let power = k;
  if (power > 1023) {
    value *= 8.98846567431158e307;
    power -= 1023;
  }
  view[0] = 0;
  words[HIGH] = (power + 1023) << 20;
  words[1 - HIGH] = 0;
  return value * view[0];
}

/** x to the power y, for x >= 0. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return 0;
  return exp(y * log(x));
}

/** Sine of 2 pi x (x in turns), by argument reduction to a quarter turn and its Taylor series to 1e-16. */
export function sineOfTurns(turns: number): number {
  let t = turns - Math.floor(turns);
  let sign = 1;
  if (t >= 0.5) {
    t -= 0.5;
    sign = -1;
  }
  if (t > 0.25) t = 0.5 - t;
  const x = t * 6.283185307179586;
  const q = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; n <= 11; n++) {
    term *= -q / (2 * n * (2 * n + 1));
    sum += term;
  }
  return sign * sum;
}
