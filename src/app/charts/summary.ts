import { tenthsText } from "../dock/clock-text";
import type { ChartDefinition, Series } from "./chart-definitions";
import type { Values } from "./window-columns";

/** The latest reading of every line, for those who cannot see the picture. */
export function chartSummary({ title, note, none, print }: ChartDefinition, times: readonly number[], series: readonly Series[]): string {
  const at = times.at(-1);
  if (at === undefined) return `${title}, ${note}: nothing measured yet.`;
  if (series.length === 0) return `${title}, ${note}, at ${tenthsText(at * 1000)}: ${none}.`;
  const readings = series.map(({ label, values }) => {
    const value = last(values);
    return `${label} ${value === null ? "no data" : print(value)}, at most ${print(highest(values))}`;
  });
  return `${title}, ${note}, at ${tenthsText(at * 1000)}: ${readings.join("; ")}.`;
}

const last = (values: Values) => values.at(-1) ?? null;
const highest = (values: Values) => values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
