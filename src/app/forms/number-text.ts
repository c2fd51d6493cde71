import type { NumberRange } from "./describe-field";

/** A number as it stands in a field: no exponent where one can avoid it, no noise of binary fractions. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** The number a person typed, or the sentence that says why it cannot be taken. */
export function readNumber(text: string, title: string, range: NumberRange): { value: number } | { error: string } {
  const cleaned = text.trim().replace(",", ".");
  const value = cleaned === "" ? Number.NaN : Number(cleaned);
  if (!Number.isFinite(value)) return { error: `${title} must be a number.` };
  const inRange = value <= range.max && (range.aboveMin ? value > range.min : value >= range.min);
  if (!inRange) return { error: `${title} must be ${rangeWords(range)}.` };
  if (range.integer && !Number.isInteger(value)) return { error: `${title} must be a whole number.` };
  return { value };
}

function rangeWords({ min, max, aboveMin }: NumberRange): string {
  const bounded = Number.isFinite(max);
  if (aboveMin) return bounded ? `more than ${numberText(min)} and at most ${numberText(max)}` : `more than ${numberText(min)}`;
  return bounded ? `between ${numberText(min)} and ${numberText(max)}` : `at least ${numberText(min)}`;
}

/** The next value for an arrow key: whole steps for counts, about a twentieth of the magnitude for the rest. */
export function stepped(value: number, direction: 1 | -1, large: boolean, range: NumberRange): number {
  const magnitude = value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)));
  const fine = Math.max(1e-6, value < 1 ? Math.min(0.05, magnitude / 2) : Math.min(magnitude / 10, 100));
  const step = (range.integer ? 1 : fine) * (large ? 10 : 1);
  // Onto the grid of the step, so that 3.17 becomes 3.2 and not 3.27.
  const next = direction > 0 ? Math.floor(value / step + 1e-9) * step + step : Math.ceil(value / step - 1e-9) * step - step;
  const lowest = range.aboveMin ? Math.min(value, range.min + (range.integer ? 1 : step)) : range.min;
  return Number(Math.min(range.max, Math.max(lowest, next)).toPrecision(12));
}
