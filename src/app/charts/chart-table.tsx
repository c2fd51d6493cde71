import { useEffect, useState } from "react";
import { tenthsText } from "../dock/clock-text";
import type { ChartDefinition } from "./chart-definitions";
import { followRun } from "./feed";
import { readChart } from "./read-chart";

const MOST_ROWS = 120;
const REFRESH_MS = 1000;

/** The same figures as a table, newest first. */
export function ChartTable({ definition }: { readonly definition: ChartDefinition }) {
  const [{ times, series }, refresh] = useState(() => readChart(definition));
  useEffect(() => followRun(() => refresh(readChart(definition)), REFRESH_MS), [definition]);
  const rows = times.map((_, i) => times.length - 1 - i).slice(0, MOST_ROWS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="chart-table" aria-label={`${definition.title}, table`} tabIndex={0}>
      <table>
        <caption className="chart-hidden">
          {definition.title}, {definition.note}, by time, newest first
        </caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ label }) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={times[row]}>
              <th scope="row">{tenthsText((times[row] ?? 0) * 1000)}</th>
              {series.map(({ label, values }) => {
                const value = values[row] ?? null;
                return <td key={label}>{value === null ? "–" : definition.print(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
