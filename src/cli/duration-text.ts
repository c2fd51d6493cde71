import { BadInput } from "./io";

const UNITS = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 } as const;
const SHORTEST_MS = 100;
const LONGEST_MS = 86_400_000;

/** `60s`, `500ms`, `2m`, `1.5h`; a bare number is refused, since nobody could say what it counts. */
export function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)$/.exec(text.trim());
  if (match === null) {
    throw new BadInput(`--duration "${text}" is not a duration. Write a number with its unit: 500ms, 60s, 2m or 1h.`);
  }
  const ms = Number(match[1]) * UNITS[match[2] as keyof typeof UNITS];
  if (ms < SHORTEST_MS || ms > LONGEST_MS) {
    throw new BadInput(`--duration "${text}" is out of range. A run lasts from 100ms to 24h of simulated time.`);
  }
  return ms;
}

/** A whole number from 0 to 4294967295, as a seed must be. */
export function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 4_294_967_295) {
    throw new BadInput(`--seed "${text}" is not a seed. Use a whole number from 0 to 4294967295.`);
  }
  return seed;
}
