import { exp, log } from "../../base/portable-math";

const CONFIDENCE = 0.95;
const found = new Map<number, number>();

/** Student's t for a two-sided 95 % interval with this many degrees of freedom (1 or more). */
export function studentT95(degrees: number): number {
  const known = found.get(degrees);
  if (known !== undefined) return known;
  let low = 0;
  let high = 16;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (twoSidedTail(middle, degrees) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  found.set(degrees, high);
  return high;
}

/** The probability that |T| exceeds `t` (Abramowitz and Stegun 26.5.27 and 26.7.1). */
export function twoSidedTail(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees);
}

/**
 * The regularised incomplete beta function I_x(degrees / 2, 1/2), by its continued fraction on the side where that
 * converges fast (Numerical Recipes, 6.4). No Math.log or Math.exp: a result has the same digits everywhere.
 */
function incompleteBeta(x: number, degrees: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const a = degrees / 2;
  const b = 0.5;
  const front = (exp(a * log(x) + b * log(1 - x)) * gammaRatio(degrees)) / Math.sqrt(Math.PI);
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Gamma((degrees + 1) / 2) / Gamma(degrees / 2), by its recursion from 1 / sqrt(pi). */
function gammaRatio(degrees: number): number {
  let ratio = 1 / Math.sqrt(Math.PI);
  for (let n = 1; n < degrees; n++) ratio = n / 2 / ratio;
  return ratio;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}
