/** When an objective is probed: in the steady state before the method, after recovery, while the method acts, or throughout. */
export const PROBES = ["before", "after", "during", "always"] as const;
export type Probe = (typeof PROBES)[number];

export const COMPARISONS = ["<", "<=", ">", ">=", "="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** Units of time by what they are in ms, as a factor and a power of ten. */
export const TIME_UNITS = { ms: [1, 0], s: [1, 3], m: [6, 4], min: [6, 4], h: [36, 5] } as const;
/** Units of rates by what they are in 1/s. */
export const RATE_UNITS = { "/s": 1, "/min": 1 / 60, "/h": 1 / 3600 } as const;
export type TimeUnit = keyof typeof TIME_UNITS;
export type Unit = TimeUnit | keyof typeof RATE_UNITS | "%" | "";

/** A number with its unit, as written. */
export interface Quantity<U extends Unit = Unit> {
  readonly value: number;
  readonly unit: U;
}

/** An operation or node by its name or id; "any" looks among the operations first. */
export interface Target {
  readonly name: string;
  readonly as: "any" | "operation" | "node";
}

/** One objective, parsed: `p99(checkout) < 300ms over 5m during`. */
export interface Objective {
  readonly measure: string;
  /** null: end to end, over all requests; or over all nodes. */
  readonly target: Target | null;
  readonly comparison: Comparison;
  readonly limit: Quantity;
  /** Holds in every window of this length; null: over the whole of what is probed. */
  readonly over: Quantity<TimeUnit> | null;
  /** null: before and after. */
  readonly probe: Probe | null;
}

/** A quantity in base units: ms, 0..1, 1/s or a plain number. */
export function inBaseUnits({ value, unit }: Quantity): number {
  if (unit === "") return value;
  if (unit === "%") return shifted(value, -2);
  if (unit in RATE_UNITS) return value * RATE_UNITS[unit as keyof typeof RATE_UNITS];
  const [factor, power] = TIME_UNITS[unit as TimeUnit];
  return shifted(value, power) * factor;
}

/** Moves the decimal point as one does on paper: 99.9 % is the double 0.999, which 99.9 / 100 is not. */
function shifted(value: number, places: number): number {
  const [digits, power] = String(value).split("e");
  return Number(`${digits}e${Number(power ?? 0) + places}`);
}

/** Whether a value, in base units, is as the objective wants it. */
export function complies({ comparison, limit }: Objective, value: number): boolean {
  const bound = inBaseUnits(limit);
  switch (comparison) {
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "=":
      return value === bound;
  }
}
