import type { Field } from "./describe-field";
import { startingValue } from "./starting-value";

/** What a row is called in its heading and to a screen reader: its name if it has one, else its place. */
export function itemName(item: unknown, index: number): string {
  const name = typeof item === "object" && item !== null && "name" in item ? item.name : undefined;
  return typeof name === "string" && name.trim() !== "" ? name : `Row ${index + 1}`;
}

/**
 * Ways to make a list one longer, best first. A table that must rise (quantiles, steps) refuses a copy of its last
 * row, but takes one halfway before it.
 */
export function* longerLists(element: Field, items: readonly unknown[]): Generator<readonly unknown[]> {
  const last = items[items.length - 1];
  const before = items[items.length - 2];
  if (isNumbers(last) && isNumbers(before)) {
    const beyond = Object.fromEntries(Object.keys(last).map((key) => [key, 2 * (last[key] ?? 0) - (before[key] ?? 0)]));
    yield [...items, beyond];
    const halfway = Object.fromEntries(Object.keys(last).map((key) => [key, ((last[key] ?? 0) + (before[key] ?? 0)) / 2]));
    yield [...items.slice(0, -1), halfway, last];
  }
  yield [...items, startingValue(element)];
}

function isNumbers(value: unknown): value is Record<string, number> {
  return typeof value === "object" && value !== null && Object.values(value).every((part) => typeof part === "number");
}
