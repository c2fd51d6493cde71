/** Whole simulated time as `mm:ss`, with hours once there are any: `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** The same with tenths, for the clock that runs. */
export function tenthsText(ms: number): string {
  return `${clockText(ms)}.${Math.floor(ms / 100) % 10}`;
}

const two = (n: number) => String(n).padStart(2, "0");
