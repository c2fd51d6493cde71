/** Above this shape the cube root of a gamma variate is as good as normal (Wilson and Hilferty, PNAS 17, 1931). */
const NEARLY_NORMAL = 1000;
/** The standard normal variate that one in a hundred exceeds. */
export const NORMAL_P99 = 2.3263478740408408;

/**
 * What one in a hundred gamma variates of this shape and scale 1 exceeds. Only for display: no run depends on it.
 */
export function gammaP99(shape: number): number {
  if (shape > NEARLY_NORMAL) {
    const spread = 1 / (9 * shape);
    return shape * (1 - spread + NORMAL_P99 * Math.sqrt(spread)) ** 3;
  }
  return crossing((x) => upperGamma(shape, x), shape + 20 * Math.sqrt(shape) + 20);
}

/** Where a falling survival function comes to one in a hundred, between 0 and `high`. */
export function crossing(survival: (x: number) => number, high: number): number {
  let low = 0;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (survival(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}

/** The regularised upper incomplete gamma function, by its series or Lentz' continued fraction (Numerical Recipes, 6.2). */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a + 1));
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let n = 1; n < 10_000 && term > sum * 1e-15; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return front * a * h;
}

/** For x >= 1: Lanczos' approximation (g = 7, n = 9). */
export function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const t = x + 6.5;
  const sum = coefficients.reduce((total, coefficient, i) => (i === 0 ? total : total + coefficient / (x - 1 + i)), coefficients[0]);
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (x - 0.5) * Math.log(t) - t;
}
