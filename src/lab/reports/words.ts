/** A moment or length of the run. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(2))} s`;
}

/** A count, in groups of three digits. */
export function grouped(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A share as a percentage, with three digits that matter. */
export function share(ratio: number): string {
  return `${figure(100 * ratio)} %`;
}

/** Three digits that matter, never as a power of ten. */
export function figure(value: number): string {
  return Math.abs(value) >= 100 ? grouped(value) : String(Number(value.toPrecision(3)));
}

export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
