/** Closed forms that the engine is held against. Rates per ms, times in ms. */

/** Erlang C: the share of arrivals that wait in M/M/c (Erlang 1917). */
export function erlangC(servers: number, arrivalRate: number, serviceRate: number): number {
  const load = arrivalRate / serviceRate;
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = (load * blocking) / (n + load * blocking);
  const utilisation = load / servers;
  return blocking / (1 - utilisation * (1 - blocking));
}

/** Mean time in an M/M/c system, waiting and service (Kleinrock, Queueing Systems vol. 1, section 3.5). */
export function mmcSojourn(servers: number, arrivalRate: number, serviceRate: number): number {
  return 1 / serviceRate + erlangC(servers, arrivalRate, serviceRate) / (servers * serviceRate - arrivalRate);
}

/** Share of arrivals that find M/M/c/K full, K counting those in service (Gross et al., section 2.4). */
export function mmckBlocking(servers: number, places: number, arrivalRate: number, serviceRate: number): number {
  let weight = 1;
  let sum = 1;
  for (let n = 1; n <= places; n++) {
    weight *= arrivalRate / (serviceRate * Math.min(n, servers));
    sum += weight;
  }
  return weight / sum;
}

/** Mean wait in M/G/1, by Pollaczek and Khinchine; `scv` is the squared coefficient of variation of service. */
export function mg1Wait(arrivalRate: number, serviceMs: number, scv: number): number {
  const utilisation = arrivalRate * serviceMs;
  return ((utilisation * (1 + scv)) / (2 * (1 - utilisation))) * serviceMs;
}

/** Student's t at 99.9 % (two-sided) for n - 1 degrees of freedom, n replications. */
const T_999: Record<number, number> = { 10: 4.781, 20: 3.883, 30: 3.659 };

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly halfWidthRatio: number;
}

/** The 99.9 % interval of independent replications' values. */
export function interval(values: readonly number[]): Interval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = T_999[n] * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half, halfWidthRatio: half / mean };
}
