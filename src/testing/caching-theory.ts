/** Hit ratios of caches whose requests are independent of each other, by key popularity (shares that sum to 1). */

export function zipfShares(keys: number, exponent: number): number[] {
  const weights = Array.from({ length: keys }, (_, k) => (k + 1) ** -exponent);
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

/** Where a rising function is zero, between 0 and 1e9. */
function root(rises: (x: number) => number): number {
  let low = 0;
  let high = 1e9;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (rises(middle) < 0) low = middle;
    else high = middle;
  }
  return low;
}
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** LRU: each key stays for one characteristic time after its last use (Che, Tung and Wang 2002). */
export function lruHitRatio(shares: readonly number[], capacity: number): number {
  const inside = (time: number) => shares.map((share) => 1 - Math.exp(-share * time));
  const time = root((t) => sum(inside(t)) - capacity);
  return sum(inside(time).map((present, k) => present * shares[k]));
}

/** FIFO and random: each stays for a time from when it came (Fricker, Robert and Roberts 2012; both alike, Gelenbe 1973). */
export function fifoHitRatio(shares: readonly number[], capacity: number): number {
  const inside = (time: number) => shares.map((share) => (share * time) / (1 + share * time));
  const time = root((t) => sum(inside(t)) - capacity);
  return sum(inside(time).map((present, k) => present * shares[k]));
}

/**
 * FIFO and random, exactly (Gelenbe 1973): a set of keys is kept with a probability in proportion to the product of
 * its shares, so that elementary symmetric polynomials say it all.
 */
export function exactFifoHitRatio(shares: readonly number[], capacity: number): number {
  // Shares times the number of keys, so that the products stay within range.
  const scaled = shares.map((share) => share * shares.length);
  const products = (without: number) => {
    const e = new Float64Array(capacity + 1);
    e[0] = 1;
    scaled.forEach((x, k) => {
      if (k !== without) for (let size = capacity; size > 0; size--) e[size] += x * e[size - 1];
    });
    return e;
  };
  const all = products(-1)[capacity];
  return sum(scaled.map((x, k) => (shares[k] * x * products(k)[capacity - 1]) / all));
}

/**
 * LFU that knows all counts, in the long run: the most popular keys stay, but for one place, where the last key that
 * was missed is kept until the next one is.
 */
export function perfectLfuHitRatio(shares: readonly number[], capacity: number): number {
  const kept = shares.slice(0, capacity - 1);
  const rest = shares.slice(capacity - 1);
  return sum(kept) + sum(rest.map((share) => share * share)) / sum(rest);
}
