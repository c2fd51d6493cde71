import { numberText, readNumber } from "../forms/number-text";
import type { SweepField } from "./sweep-fields";

export const MOST_VALUES = 20;
const FACTORS = [0.5, 0.75, 1, 1.5, 2];

/** "2, 3, 4, 6, 8": what one would try first, from half to twice of what is set now. */
export function suggestedValues({ value, range }: SweepField): string {
  const around = value === 0 ? [0, 1, 2, 5, 10] : FACTORS.map((factor) => factor * value);
  const allowed = around
    .map((next) => Number((range.integer ? Math.round(next) : next).toPrecision(3)))
    .filter((next) => next <= range.max && (range.aboveMin ? next > range.min : next >= range.min));
  return [...new Set(allowed)].map(numberText).join(", ");
}

/** The numbers of a text like "1, 2, 4" or "1 2 4", or the sentence that says why they cannot be taken. */
export function readValues(text: string, { title, range }: SweepField): { values: readonly number[] } | { error: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  if (words.length < 2) return { error: "Write at least two values, like 1, 2, 4." };
  if (words.length > MOST_VALUES) return { error: `${words.length} values; ${MOST_VALUES} are the most.` };
  const values: number[] = [];
  for (const word of words) {
    const read = readNumber(word, title, range);
    if ("error" in read) return { error: `${word}: ${read.error}` };
    if (!values.includes(read.value)) values.push(read.value);
  }
  if (values.length < 2) return { error: "Write at least two different values." };
  return { values: values.sort((a, b) => a - b) };
}
